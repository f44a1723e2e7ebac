using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Explain;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Tests.Explain;

/// <summary>An account's stream written by hand, through the codec; one event a second.</summary>
internal sealed class StoryStream
{
    public static readonly Instrument Btc = new("BTCUSDT", "BTC", "USDT", 2, 1, 5, 1, 1, Money.Zero);
    private static readonly Dictionary<string, Instrument> Configured = new() { [Btc.Symbol] = Btc };
    private readonly List<StoredEvent> _stored = [];

    public StoryStream(string deposit = "10000") => Add(new AccountOpened("test", "USDT", Money.Parse(deposit)), AccountCause.Opening);

    public StoryStream Add(AccountEvent accountEvent, EventCause cause = default)
    {
        var sequence = _stored.Count + 1;
        _stored.Add(new StoredEvent("account/test", sequence, AccountEventCodec.Instance.Encode(accountEvent, sequence * 1_000_000_000L, cause)));
        return this;
    }

    /// <summary>A limit purchase of 1 BTC at 100, approved and intended.</summary>
    public StoryStream Buy(string id, string? checks = "OrderForm: Limit", OrderListPlace? list = null, bool isHeld = false)
    {
        var terms = new OrderTerms(OrderSide.Buy, OrderType.Limit, new Quantity(100_000, 5), new Price(10_000, 2));
        Add(new OrderApproved(id, Money.Whole(10_000), Money.Whole(100), Money.Whole(100), checks), AccountCause.Decision("aurora", Btc.Symbol, 7, id));
        return Add(
            OrderIntended.Of(
                id, "aurora", Btc.Symbol, terms, new Price(10_000, 2), isHeld ? Money.Zero : Money.Whole(100), 7, "trend-cross", list, isHeld,
                new OrderBasis("close 100, adx 30", "1 % of equity")),
            AccountCause.Decision("aurora", Btc.Symbol, 7, id));
    }

    /// <summary>A fill at 100 with a fee of a thousandth of what is received.</summary>
    public StoryStream Fill(string id, long trade, long units) => Add(new OrderFilled(
        id, trade, new Price(10_000, 2), new Quantity(units, 5), Money.Notional(new Price(10_000, 2), new Quantity(units, 5)),
        Money.Of(new Quantity(units / 1_000, 5)), "BTC", 0));

    public OrderIndex Index() => OrderIndex.Of(_stored);

    public OrderStory Story(string text)
    {
        var index = Index();
        return OrderStoryReader.ReadOrder(_stored, index, index.Find(text), Configured);
    }

    public DenialStory Denial(long sequence) => OrderStoryReader.ReadDenial(_stored, sequence, Configured);

    /// <summary>As told without any configuration of instruments.</summary>
    public OrderStory StoryWithoutInstruments(string id) => OrderStoryReader.ReadOrder(_stored, Index(), id, new Dictionary<string, Instrument>());
}
