using System.Text.RegularExpressions;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;

namespace QuantumAI.Architecture.Tests;

/// <summary>docs/life-of-an-order.md says what the code does: its tables are the code's.</summary>
public sealed partial class OrderPageTests
{
    private const OrderStatus Back = (OrderStatus)byte.MaxValue;
    private static readonly string Page = File.ReadAllText(Path.Combine(SourceProject.Root, "docs", "life-of-an-order.md")).ReplaceLineEndings("\n");

    [Fact]
    public void page_must_list_every_risk_check_with_its_code_in_the_order_of_the_checks() => Assert.Equal(
        RiskRules.Order.Select(code => $"{(int)code} {code}"),
        RiskRow().Matches(Page).Select(row => $"{row.Groups["code"].Value} {row.Groups["rule"].Value}"));

    [Fact]
    public void page_must_list_every_filter_with_its_code_in_the_order_of_the_filters()
    {
        var list = Page[Page.IndexOf("Filters, in their order:", StringComparison.Ordinal)..];
        list = list[..list.IndexOf("\n\n", StringComparison.Ordinal)];
        Assert.Equal(
            FilterRules.Order.Select(kind => $"{(kind == FilterKind.Form ? nameof(DenialCode.OrderForm) : kind)} {(int)RiskRules.CodeOf(kind)}"),
            NameAndCode().Matches(list).Select(found => found.Value));
    }

    [Fact]
    public void every_code_must_be_a_check_or_a_filter_on_the_page() => Assert.Empty(
        Enum.GetValues<DenialCode>().Where(code => code != DenialCode.Unspecified && !RiskRules.Order.Contains(code))
            .Except(FilterRules.Order.Select(RiskRules.CodeOf)));

    [Fact]
    public void page_must_have_the_table_of_moves() => Assert.Equal(
        Enum.GetValues<OrderMove>().Where(move => move != OrderMove.Unspecified).Select(RowOf),
        MoveRow().Matches(Page).Select(row => row.Value));

    [Fact]
    public void page_must_name_every_trading_state() => Assert.All(
        Enum.GetValues<TradingState>().Where(state => state != TradingState.Unspecified), state => Assert.Contains($"*{state}*", Page, StringComparison.Ordinal));

    [Fact]
    public void page_must_stay_one_page() => Assert.InRange(Page.Split('\n').Length, 1, 150);

    private static string RowOf(OrderMove move)
    {
        var leads = Enum.GetValues<OrderStatus>().Where(from => OrderTransitions.IsLegal(from, move))
            .Select(from => (From: from, To: OrderTransitions.Next(from, Back, move))).ToArray();
        var moved = leads.Where(lead => lead.To != lead.From).GroupBy(lead => lead.To).OrderBy(group => group.Key)
            .Select(group => $"{Names(group.Select(lead => lead.From))} → {(group.Key == Back ? "back" : group.Key)}");
        var stays = leads.Where(lead => lead.To == lead.From).Select(lead => lead.From).ToArray();
        return $"| {move} | {string.Join("; ", stays.Length == 0 ? moved : moved.Append($"{Names(stays)} stay"))} |";
    }

    private static string Names(IEnumerable<OrderStatus> states) => string.Join(", ", states);

    [GeneratedRegex(@"^\| (?<code>[0-9]+) \| (?<rule>\w+)°? \|", RegexOptions.Multiline)]
    private static partial Regex RiskRow();

    [GeneratedRegex(@"\b[A-Z]\w+ [0-9]+\b")]
    private static partial Regex NameAndCode();

    [GeneratedRegex(@"^\| [A-Z]\w+ \| [^|]*( → | stay)[^|]* \|$", RegexOptions.Multiline)]
    private static partial Regex MoveRow();
}
