using QuantumAI.Domain.Instruments;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Feeds.Files;

/// <summary>What the inspection learns about a file: counts, times, and how fine and how large its numbers are.</summary>
internal sealed class FileSurvey(ProblemLog problems) : IRecordSink
{
    public long Bars { get; private set; }

    public long QuoteBars { get; private set; }

    public long Quotes { get; private set; }

    public long Trades { get; private set; }

    public long DepthUpdates { get; private set; }

    public long DepthSnapshots { get; private set; }

    public long Ignored { get; private set; }

    public long RoundedQuantities { get; private set; }

    /// <summary>Start of the first bar, or receive time of the first message.</summary>
    public long FirstNanos { get; private set; } = long.MaxValue;

    /// <summary>Start of the last bar, or receive time of the last message.</summary>
    public long LastNanos { get; private set; }

    public Extent Price { get; } = new();

    public Extent Quantity { get; } = new();

    public void OnBar(in BarRecord bar)
    {
        Bars++;
        Seen(bar.StartNanos);
        TakePrices(bar);
    }

    public void OnQuoteBar(in QuoteBarRecord bar)
    {
        QuoteBars++;
        Seen(bar.StartNanos);
        TakePrices(bar.Bid);
        TakePrices(bar.Ask);
    }

    public void OnQuote(in QuoteRecord quote)
    {
        Quotes++;
        Seen(quote.ReceivedNanos);
        TakePrice(quote.Bid);
        TakePrice(quote.Ask);
        TakeQuantity(quote.BidSize);
        TakeQuantity(quote.AskSize);
    }

    public void OnTrade(in TradeRecord trade)
    {
        Trades++;
        Seen(trade.ReceivedNanos);
        TakePrice(trade.Price);
        TakeQuantity(trade.Quantity);
    }

    public void OnDepth(in DepthRecord depth)
    {
        if (depth.IsSnapshot)
            DepthSnapshots++;
        else
            DepthUpdates++;
        Seen(depth.ReceivedNanos);
        TakeLevels(depth.Bids);
        TakeLevels(depth.Asks);
    }

    public void OnIgnored() => Ignored++;

    /// <summary>Checks that the file's numbers fit 64 bits at the decimals that the file needs.</summary>
    public void Finish()
    {
        CheckFits("prices", Price);
        CheckFits("quantities", Quantity);
    }

    private void CheckFits(string name, Extent extent)
    {
        if (!extent.Largest.TryToUnits(extent.Decimals, out _))
        {
            problems.AddAt(
                extent.LargestLine,
                $"{name} must fit 64-bit units at the file's {extent.Decimals} decimals",
                extent.Largest.ToString());
        }
    }

    private void Seen(long nanos)
    {
        FirstNanos = Math.Min(FirstNanos, nanos);
        LastNanos = Math.Max(LastNanos, nanos);
    }

    private void TakePrices(in BarRecord bar)
    {
        Price.Take(bar.Open, problems.Line);
        Price.Take(bar.High, problems.Line);
        Price.Take(bar.Low, problems.Line);
        Price.Take(bar.Close, problems.Line);
        TakeQuantity(bar.Volume);
    }

    private void TakeLevels(List<MessageLevel> levels)
    {
        foreach (var level in levels)
        {
            TakePrice(level.Price);
            TakeQuantity(level.Size);
        }
    }

    private void TakePrice(DecimalNumber price) => Price.Take(price, problems.Line);

    private void TakeQuantity(DecimalNumber quantity)
    {
        Quantity.Take(quantity, problems.Line);
        if (quantity.Rounded)
            RoundedQuantities++;
    }

    /// <summary>The largest number of a kind and the decimals that all of them need.</summary>
    internal sealed class Extent
    {
        public int Decimals { get; private set; }

        public DecimalNumber Largest { get; private set; }

        public int LargestLine { get; private set; }

        public void Take(DecimalNumber number, int line)
        {
            Decimals = Math.Max(Decimals, number.Scale);
            if (DecimalNumber.Compare(number, Largest) <= 0)
                return;
            Largest = number;
            LargestLine = line;
        }
    }
}
