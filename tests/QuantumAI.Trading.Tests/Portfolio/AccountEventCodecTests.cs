using System.Text.Json.Nodes;
using QuantumAI.Domain.Execution;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Tests.Portfolio;

public sealed class AccountEventCodecTests
{
    private const string Stream = "account/test";
    private static readonly EventCause Cause = new("trade:BTCUSDT/17", "qa-1");
    private static readonly JsonEventCodec<AccountEvent> Codec = AccountEventCodec.Instance;

    private static readonly AccountEvent[] Samples =
    [
        new AccountOpened("test", "USDT", Money.Parse("123456789012345678901234.00000001")),
        new OrderDenied("aurora", "BTCUSDT", OrderSide.Buy, Quantity.Parse("0.00001000"), 8, "AgentExposure", "“too much” \u2265 20 %"),
        new OrderApproved("qa-1", Money.Whole(100_000), Money.Parse("-0.00000001"), Money.Zero),
        new OrderIntended(
            "qa-1", "aurora", "BTCUSDT", OrderSide.Sell, OrderType.Market, Quantity.Parse("0.30000000"), true, Price.Parse("60000.01"),
            Money.Parse("0.3"), long.MaxValue, "trend-cross"),
        new OrderIntended(
            "qa-1", "aurora", "BTCUSDT", OrderSide.Sell, OrderType.TakeProfitLimit, Quantity.Parse("0.30000000"), true, Price.Parse("60000.01"), Money.Zero, 1,
            "bracket", AllTerms, new OrderListPlace("qa-1", ContingencyKind.OneTriggersOneCancelsOther, 2), true, new OrderBasis("close 1", "20 %")),
        new OrderApproved("qa-1", Money.Zero, Money.Zero, Money.Zero, "LotSize ok"),
        new AccountOpened("test", "USDT", Money.Zero, true),
        new AccountOpened("test", "USDT", Money.Zero, Shard: 3),
        new OrderAccepted("qa-1", "v1"),
        new OrderRejected("qa-1", "LOT_SIZE"),
        new OrderFilled(
            "qa-1", long.MaxValue, Price.Parse("0.00000001"), Quantity.Parse("1"), Money.Parse("0.00000001"), Money.Zero, "BTC", long.MinValue),
        new OrderCanceled("qa-1", "operator"),
        new OrderExpired("qa-1", ""),
        new OrderOutcomeUnknown("qa-1", "no answer in time"),
        new OrderNeverArrived("qa-1"),
        new EquityMarked(Money.Whole(1), Money.Whole(2), Money.Whole(3), "2025-01-01"),
        new TradingHalted(HaltScope.Account, "halted by operator"),
        new TradingHalted(HaltScope.All, "halted by operator", "operator"),
        new TradingResumed("operator"),
        new AssetMoved("BNB", Money.Parse("-0.5"), Money.Zero, "a transfer"),
        new OrderAdopted("x-1", "v2", "external", "BTCUSDT", AllTerms, Price.Parse("60000.01"), Money.Parse("0.3"), "found at start"),
        new OrderReleased("qa-1", Price.Parse("59000.00"), Money.Parse("0.3"), 17),
        new OrderReleaseDenied("qa-1", 1, "TradingHalted", "halted"),
        new OrderTrailed("qa-1", Price.Parse("61000.00")),
        new OrderTriggered("qa-1"),
        new OrderCancelRequested("qa-1", "operator"),
        new OrderCancelRefused("qa-1", "unknown order"),
        new OrderAmendRequested("qa-1", Quantity.Parse("0.10000000")),
        new OrderAmendRefused("qa-1", "too late"),
        new OrderAmended("qa-1", Quantity.Parse("0.10000000")),
        new OrderDenied("aurora", "BTCUSDT", OrderSide.Buy, Quantity.Parse("0.00001000"), 8, "AgentExposure", "too much", "twap:entry-7#3"),
        new AlgorithmStarted(
            new ParentOrder(
                "entry-7", "aurora", "BTCUSDT", OrderSide.Buy, Quantity.Parse("0.30000000"), false, Price.Parse("60000.01"),
                new AlgorithmPlan(
                    AlgorithmKind.Vwap, 1, long.MaxValue, [1, 0, 3], 500_000, -7, 100_000, Quantity.Parse("0.10000000"), Price.Parse("60100.00"))),
            Price.Parse("60001.00")),
        new AlgorithmEnded("entry-7", "filled", Price.Parse("60002.00")),
    ];

    private static OrderTerms AllTerms => new(
        OrderSide.Sell, OrderType.TakeProfitLimit, Quantity.Parse("0.30000000"), Price.Parse("60000.01"), Price.Parse("60100.00"), 5_000,
        TimeInForce.GoodTilDate, long.MaxValue, true, true, Quantity.Parse("0.10000000"), SelfTradePrevention.Decrement);

    public static TheoryData<int> EachSample => [.. Enumerable.Range(0, Samples.Length)];

    [Theory]
    [MemberData(nameof(EachSample))]
    public void Event_must_read_as_it_was_written_when_it_passed_the_journal(int index)
    {
        var data = Codec.Encode(Samples[index], timeNanos: 42, Cause);

        Assert.Equal(Samples[index], Codec.Decode(new StoredEvent(Stream, 1, data)));
        Assert.Equal((Samples[index].GetType().Name, 42L, 1, Cause), (data.Type, data.TimeNanos, data.SchemaVersion, data.Cause));
        Assert.Equal(data.Payload.ToArray(), Codec.Encode(Samples[index], 42).Payload.ToArray());
    }

    [Fact]
    public void Every_event_type_must_be_known_and_sampled_when_one_is_added()
    {
        var types = typeof(AccountEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(AccountEvent))).Select(type => type.Name).Order();

        Assert.Equal(types, Codec.Types.Select(type => type.Name).Order());
        Assert.Equal(types, Samples.Select(sample => sample.GetType().Name).Distinct().Order());
    }

    [Fact]
    public void Event_must_be_refused_by_name_when_its_type_is_unknown()
    {
        var refusal = Assert.Throws<UnknownEventException>(
            () => Codec.Decode(new StoredEvent(Stream, 7, new EventData("OrderTeleported", "{}"u8.ToArray(), 0))));

        Assert.Contains("OrderTeleported", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("account/test, sequence 7", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OrderNeverArrived", "{}")]
    [InlineData("OrderNeverArrived", "{\"clientOrderId\":null}")]
    [InlineData("OrderNeverArrived", "null")]
    [InlineData("AccountOpened", "{\"account\":\"a\",\"baseCurrency\":\"USDT\",\"deposit\":\"1e5\"}")]
    [InlineData("AccountOpened", "{\"account\":\"a\",\"baseCurrency\":\"USDT\",\"deposit\":100000}")]
    public void Event_must_be_refused_when_its_payload_is_incomplete_or_inexact(string type, string payload) => Assert.ThrowsAny<Exception>(
        () => Codec.Decode(new StoredEvent(Stream, 1, new EventData(type, System.Text.Encoding.UTF8.GetBytes(payload), 0))));

    /// <summary>
    /// <c>tests/golden/event-payloads.jsonl</c> holds what builds have written. A new type or schema adds a line; a line that is
    /// there is never changed or removed, because journals hold it.
    /// </summary>
    [Fact]
    public void Event_must_be_equal_to_its_sample_when_an_earlier_build_wrote_it()
    {
        var lines = Golden();
        Assert.All(lines, line => Assert.Contains(line.Decoded, Samples));
        var missing = Samples.Where(sample => !lines.Any(line => line.Schema == Codec.Encode(sample, 0).SchemaVersion && line.Decoded == sample)).Select(Line).ToArray();
        Assert.True(missing.Length == 0, $"tests/golden/event-payloads.jsonl lacks:\n{string.Join('\n', missing)}");
    }

    private static (string Type, int Schema, AccountEvent Decoded)[] Golden() =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "golden", "event-payloads.jsonl"))
            .Select(line => JsonNode.Parse(line)!).Where(line => line["stream"]!.GetValue<string>() == "account")
            .Select(line => (Type: line["type"]!.GetValue<string>(), Schema: line["schema"]!.GetValue<int>(), Payload: line["payload"]!.ToJsonString()))
            .Select(line => (line.Type, line.Schema, Codec.Decode(new StoredEvent(
                Stream, 1, new EventData(line.Type, System.Text.Encoding.UTF8.GetBytes(line.Payload), 0, line.Schema))))),
    ];

    private static string Line(AccountEvent sample)
    {
        var data = Codec.Encode(sample, 0);
        return $$"""{"stream":"account","type":"{{data.Type}}","schema":{{data.SchemaVersion}},"payload":{{System.Text.Encoding.UTF8.GetString(data.Payload.Span)}}}""";
    }
}
