using QuantumAI.Domain.Instruments;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>A bar. Prices are units of the instrument's scale.</summary>
public readonly record struct KlineRow(
    long OpenNanos, long Open, long High, long Low, long Close, Money Volume, Money QuoteVolume, long Trades,
    Money TakerBuyVolume, Money TakerBuyQuote, long FirstTradeId, long LastTradeId)
{
    /// <summary>A bar without trades at a price.</summary>
    public static KlineRow Flat(long openNanos, long price) =>
        new(openNanos, price, price, price, price, Money.Zero, Money.Zero, 0, Money.Zero, Money.Zero, -1, -1);

    /// <summary>The bar with one more trade.</summary>
    public KlineRow With(in TapeTrade trade)
    {
        var (price, amount) = (trade.Price.Units, Money.Of(trade.Quantity));
        return new KlineRow(
            OpenNanos, Trades == 0 ? price : Open, Trades == 0 ? price : Math.Max(High, price), Trades == 0 ? price : Math.Min(Low, price), price,
            Volume + amount, QuoteVolume + trade.Quote, Trades + 1,
            trade.BuyerIsMaker ? TakerBuyVolume : TakerBuyVolume + amount, trade.BuyerIsMaker ? TakerBuyQuote : TakerBuyQuote + trade.Quote,
            Trades == 0 ? trade.TradeId : FirstTradeId, trade.TradeId);
    }

    /// <summary>This bar and the one behind it as one.</summary>
    public KlineRow Then(in KlineRow next)
    {
        if (next.Trades == 0)
            return Trades == 0 ? this with { Close = next.Close } : this;
        if (Trades == 0)
            return next with { OpenNanos = OpenNanos };
        return new KlineRow(
            OpenNanos, Open, Math.Max(High, next.High), Math.Min(Low, next.Low), next.Close, Volume + next.Volume, QuoteVolume + next.QuoteVolume,
            Trades + next.Trades, TakerBuyVolume + next.TakerBuyVolume, TakerBuyQuote + next.TakerBuyQuote, FirstTradeId, next.LastTradeId);
    }
}

/// <summary>The bars of one interval, without holes, the last of them still growing. Not thread safe.</summary>
public sealed class KlineSeries(KlineInterval interval, int capacity)
{
    public KlineInterval Interval => interval;

    public BoundedHistory<KlineRow> Rows { get; } = new(capacity);

    /// <summary>The last bar has changed since somebody looked; who looks sets it back.</summary>
    public bool HasChanged { get; set; }

    /// <summary>Fills up to the bar that holds a moment; those without trades are flat at the last price.</summary>
    /// <param name="nanos">World time.</param>
    /// <param name="closed">Told every bar that ended by that; null = nobody.</param>
    public void Roll(long nanos, Action<KlineSeries, KlineRow>? closed)
    {
        if (Rows.Count == 0)
            return;
        var present = interval.OpenOf(nanos);
        var missing = (present - Rows.Last.OpenNanos) / interval.Nanos;
        if (missing > 2L * capacity)
        {
            // Nobody sees what lies so far back: begin again within what is kept.
            Rows.Add(KlineRow.Flat(interval.OpenOf(nanos - ((long)capacity * interval.Nanos)), Rows.Last.Close));
        }

        while (Rows.Last.OpenNanos < present)
        {
            var last = Rows.Last;
            closed?.Invoke(this, last);
            Rows.Add(KlineRow.Flat(interval.NextOf(last.OpenNanos), last.Close));
            HasChanged = true;
        }
    }

    /// <summary>Takes a trade; one that is older than the last bar counts into it.</summary>
    public void Add(in TapeTrade trade, Action<KlineSeries, KlineRow>? closed)
    {
        if (Rows.Count == 0)
            Rows.Add(KlineRow.Flat(interval.OpenOf(trade.TimeNanos), trade.Price.Units));
        Roll(trade.TimeNanos, closed);
        Rows.Last = Rows.Last.With(in trade);
        HasChanged = true;
    }
}
