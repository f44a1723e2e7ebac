using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Portfolio;

namespace QuantumAI.Trading.Explain;

/// <summary>The instruments of a journal: as configured where the scales agree, otherwise as the events themselves tell.</summary>
/// <remarks>
/// A journal holds no instruments. Of an instrument that no configuration names, the scales are those of the order's numbers, and the
/// quote asset is the account's currency where the symbol ends with it: an account trades one quote currency. Learns while it is folded;
/// belongs to one fold.
/// </remarks>
public sealed class JournalInstruments(IReadOnlyDictionary<string, Instrument> configured)
{
    private readonly Dictionary<string, Instrument> _known = new(StringComparer.Ordinal);

    /// <summary>Symbols that only denials have named: they do not tell the scale of prices.</summary>
    private readonly HashSet<string> _provisional = new(StringComparer.Ordinal);

    private string _baseCurrency = "";

    /// <summary>Known so far; grows with the fold.</summary>
    public IReadOnlyDictionary<string, Instrument> Known => _known;

    /// <summary>Takes in what an event says about instruments; called before the event is applied.</summary>
    public void Learn(AccountEvent accountEvent)
    {
        switch (accountEvent)
        {
            case AccountOpened opened:
                _baseCurrency = opened.BaseCurrency;
                break;
            case OrderIntended intended:
                Add(intended.Symbol, intended.Reference.Scale, intended.Quantity.Scale);
                break;
            case OrderAdopted adopted:
                Add(adopted.Symbol, adopted.Reference.Scale, adopted.Terms.Quantity.Scale);
                break;
            case OrderDenied denied:
                Add(denied.Symbol, null, denied.Quantity.Scale);
                break;
            default:
                break;
        }
    }

    private void Add(string symbol, byte? priceScale, byte quantityScale)
    {
        if (_known.ContainsKey(symbol) && !(priceScale is not null && _provisional.Remove(symbol)))
            return;
        if (configured.TryGetValue(symbol, out var known) && (priceScale ?? known.PriceScale) == known.PriceScale && quantityScale == known.QuantityScale)
        {
            _known[symbol] = known;
            return;
        }

        var described = Instrument.FromFile(symbol, priceScale ?? 0) with { QuantityScale = quantityScale };
        if (_baseCurrency.Length > 0 && symbol.Length > _baseCurrency.Length && symbol.EndsWith(_baseCurrency, StringComparison.Ordinal))
            described = described with { BaseAsset = symbol[..^_baseCurrency.Length], QuoteAsset = _baseCurrency };
        _known[symbol] = described;
        if (priceScale is null)
            _provisional.Add(symbol);
    }
}
