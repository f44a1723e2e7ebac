using QuantumAI.Domain.Orders;
using static QuantumAI.Domain.Orders.OrderStatus;

namespace QuantumAI.Domain.Tests.Orders;

public sealed class OrderTransitionsTests
{
    private static readonly OrderStatus[] Columns =
        [Submitted, Accepted, PartiallyFilled, OutcomeUnknown, Filled, Rejected, Canceled, Expired, NeverArrived];

    /// <summary>The whole table: one row per status, one column per next status in the order of <see cref="Columns"/>.</summary>
    public static TheoryData<OrderStatus, string> Table => new()
    {
        { Submitted, ".AP?FRCEN" },
        { Accepted, "..P?FRCE." },
        { PartiallyFilled, "..P?F.CE." },
        { OutcomeUnknown, ".AP.FRCEN" },
        { Filled, "........." },
        { Rejected, "........." },
        { Canceled, "....F.C.." },
        { Expired, "....F..E." },
        { NeverArrived, "........." },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void transition_must_be_legal_only_when_the_table_has_it(OrderStatus from, string row)
    {
        for (var i = 0; i < Columns.Length; i++)
            Assert.True((row[i] != '.') == OrderTransitions.IsLegal(from, Columns[i]), $"{from} to {Columns[i]}");
    }

    [Fact]
    public void table_must_name_every_status() =>
        Assert.Equal(Enum.GetValues<OrderStatus>().Where(status => status != Unspecified).Order(), Columns.Order());

    [Fact]
    public void order_must_be_open_exactly_while_the_venue_may_still_act_on_it() =>
        Assert.Equal([Submitted, Accepted, PartiallyFilled, OutcomeUnknown], Enum.GetValues<OrderStatus>().Where(OrderTransitions.IsOpen));

    [Fact]
    public void unspecified_status_must_have_no_transition() =>
        Assert.Throws<KeyNotFoundException>(() => OrderTransitions.IsLegal(Unspecified, Accepted));
}
