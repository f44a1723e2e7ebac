using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;
using QuantumAI.Venues.Contract;

namespace QuantumAI.Venues.Binance.Symbols;

/// <summary>The session's symbols as the venue describes them now, and what may be ordered in them. Written by one lane; what it shows may be read anywhere.</summary>
public sealed class SymbolBoard
{
    private readonly SpotSymbol?[] _symbols;
    private readonly string[] _names;
    private volatile VenueInstrument[] _instruments = [];

    public SymbolBoard(IReadOnlyList<string> symbols)
    {
        _names = [.. symbols];
        _symbols = new SpotSymbol?[_names.Length];
    }

    public IReadOnlyList<string> Names => _names;

    /// <summary>In the order of the session; empty until the venue has described all.</summary>
    public IReadOnlyList<VenueInstrument> Instruments => _instruments;

    /// <summary>The instrument of a symbol; null when the session does not trade it.</summary>
    public Instrument? Find(string symbol) => Array.IndexOf(_names, symbol) is >= 0 and var place ? _symbols[place]?.Instrument : null;

    /// <summary>Takes a new description.</summary>
    /// <returns>What is different from before; empty when nothing is.</returns>
    public IReadOnlyList<VenueInstrument> Take(ExchangeInfo info)
    {
        var before = _instruments;
        var now = new VenueInstrument[_names.Length];
        for (var place = 0; place < _names.Length; place++)
        {
            var told = info.Symbols.FirstOrDefault(symbol => symbol.Instrument.Symbol == _names[place]);
            var refusal = info.Refused.FirstOrDefault(refused => refused.Symbol == _names[place]);
            // What a position is counted in may not change under it: a symbol with another scale is another instrument.
            var isSame = told is not null && (_symbols[place] is not { } known || HasSameScales(told.Instrument, known.Instrument));
            if (isSame)
                _symbols[place] = told;
            if (_symbols[place] is not { } symbol)
                throw new VenueRefusedException(refusal is null ? $"the venue has no symbol {_names[place]}" : $"the venue's symbol {_names[place]} cannot be represented: {refusal.Reason.Message}");
            var trouble = isSame ? Trouble(symbol) : refusal is not null ? $"the venue describes it in a way that cannot be represented: {refusal.Reason.Message}"
                : told is not null ? "its prices or quantities have another number of decimals than at the start" : "the venue does not list it any more";
            now[place] = new VenueInstrument(symbol.Instrument, symbol.Status.Text, trouble, []);
        }

        _instruments = now;
        return [.. now.Where((instrument, place) => before.Length == 0 || instrument.Status != before[place].Status
            || instrument.OpensNothing != before[place].OpensNothing || !instrument.Instrument.Filters.Equals(before[place].Instrument.Filters))];
    }

    /// <summary>The venue does not know one of the symbols any more and does not say which: none opens anything.</summary>
    /// <returns>What is different from before.</returns>
    public IReadOnlyList<VenueInstrument> TakeOff(string reason)
    {
        var before = _instruments;
        _instruments = [.. before.Select(instrument => instrument with { OpensNothing = instrument.OpensNothing ?? reason })];
        return [.. _instruments.Where((instrument, place) => before[place].OpensNothing is null)];
    }

    /// <summary>Why an order is not sent; null when it is. What can only make a holding smaller is always left to the venue to judge.</summary>
    public string? WhyNot(string symbol, OrderTerms terms)
    {
        var place = Array.IndexOf(_names, symbol);
        if (place < 0 || _instruments.Length == 0)
            return $"{symbol} is not traded in this session";
        var isClosing = terms.IsReduceOnly || terms.Side == OrderSide.Sell; // on a cash account a sale sells what is there
        return isClosing ? null : _instruments[place].OpensNothing is { } reason ? $"{symbol} opens nothing: {reason}" : null;
    }

    private static bool HasSameScales(Instrument left, Instrument right) => left.PriceScale == right.PriceScale && left.QuantityScale == right.QuantityScale
        && left.BaseAsset == right.BaseAsset && left.QuoteAsset == right.QuoteAsset;

    private static string? Trouble(SpotSymbol symbol)
    {
        if (symbol.Status.Value != SymbolStatus.Trading)
            return $"its status is {symbol.Status.Text}";
        if (!symbol.Instrument.Filters.Unknown.IsEmpty)
            return $"it has filters that are not known here: {symbol.Instrument.Filters.Unknown}";
        return symbol.Flags.Spot ? null : "it is not traded on the spot market";
    }
}
