using QuantumAI.Domain.Orders;
using static QuantumAI.Domain.Orders.OrderMove;
using static QuantumAI.Domain.Orders.OrderStatus;

namespace QuantumAI.Domain.Tests.Orders;

public sealed class OrderTransitionsTests
{
    private static readonly OrderMove[] Columns =
        [Release, Deny, Accept, Trigger, Fill, FillWhole, Reject, Cancel, Expire, LoseTrack, NeverArrive, RequestCancel, RefuseCancel, RequestAmend, RefuseAmend, Amend];

    private static readonly Dictionary<char, OrderStatus> Letters = new()
    {
        ['R'] = Released,
        ['D'] = Denied,
        ['A'] = Accepted,
        ['T'] = Triggered,
        ['P'] = PartiallyFilled,
        ['F'] = Filled,
        ['J'] = Rejected,
        ['C'] = Canceled,
        ['E'] = Expired,
        ['?'] = OutcomeUnknown,
        ['N'] = NeverArrived,
        ['c'] = PendingCancel,
        ['u'] = PendingUpdate,
        ['h'] = Emulated,
        ['<'] = OrderStatus.Unspecified,
    };

    /// <summary>The whole table: one row per status, one column per move in the order of <see cref="Columns"/>; &lt; is back to where it was.</summary>
    public static TheoryData<OrderStatus, string> Table => new()
    {
        //              rel den acc tri fil who rej can exp los nev rqC rfC rqA rfA ame
        { Initialized, ". . A T P F J C E ? . . . . . A" },
        { Emulated, "R D . . . . . C E . . . . . . h" },
        { Released, ". . A T P F J C E ? N c . u . A" },
        { Submitted, ". . A T P F J C E ? N c . u . A" },
        { Accepted, ". . . T P F J C E ? . c . u . A" },
        { Triggered, ". . . . P F J C E ? . c . u . T" },
        { PartiallyFilled, ". . . P P F . C E ? . c . u . P" },
        { PendingCancel, ". . c c c F J C E ? N . < . . c" },
        { PendingUpdate, ". . u u u F J C E ? N c . . < <" },
        { OutcomeUnknown, ". . A T P F J C E . N c . . . A" },
        { Canceled, ". . . . C F . . . . . . . . . ." },
        { Expired, ". . . . E F . . . . . . . . . ." },
        { Filled, ". . . . . . . . . . . . . . . ." },
        { Rejected, ". . . . . . . . . . . . . . . ." },
        { NeverArrived, ". . . . . . . . . . . . . . . ." },
        { Denied, ". . . . . . . . . . . . . . . ." },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void order_must_go_only_where_the_table_says(OrderStatus from, string row)
    {
        var cells = row.Split(' ');
        Assert.Equal(Columns.Length, cells.Length);
        for (var i = 0; i < Columns.Length; i++)
        {
            Assert.True((cells[i] != ".") == OrderTransitions.IsLegal(from, Columns[i]), $"{from} on {Columns[i]}");
            if (cells[i] == ".")
                Assert.Throws<InvariantViolationException>(() => OrderTransitions.Next(from, Accepted, Columns[i]));
            else
                Assert.Equal(cells[i] == "<" ? Accepted : Letters[cells[i][0]], OrderTransitions.Next(from, Accepted, Columns[i]));
        }
    }

    [Fact]
    public void table_must_name_every_status_and_every_move()
    {
        Assert.Equal(Enum.GetValues<OrderStatus>().Where(status => status != OrderStatus.Unspecified).Order(), Table.Select(row => row.Data.Item1).Order());
        Assert.Equal(Enum.GetValues<OrderMove>().Where(move => move != OrderMove.Unspecified).Order(), Columns.Order());
    }

    [Fact]
    public void order_must_be_open_exactly_while_somebody_may_still_fill_it() => Assert.Equal(
        [Submitted, Accepted, PartiallyFilled, OutcomeUnknown, Initialized, Emulated, Released, Triggered, PendingCancel, PendingUpdate],
        Enum.GetValues<OrderStatus>().Where(OrderTransitions.IsOpen));

    [Fact]
    public void unspecified_status_must_have_no_transition() =>
        Assert.DoesNotContain(Columns, move => OrderTransitions.IsLegal(OrderStatus.Unspecified, move));
}
