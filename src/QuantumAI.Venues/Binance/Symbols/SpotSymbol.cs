using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Binance.Symbols;

/// <summary>A symbol of exchangeInfo: the instrument with its filters, and what the venue says beside it.</summary>
/// <param name="Instrument">With the venue's filters. A symbol's price scale is the decimals of its tick, its quantity scale those of the base asset.</param>
/// <param name="Status">In the venue's word.</param>
/// <param name="OrderTypes">As the venue names them, unknown ones too.</param>
/// <param name="PermissionSets">An account needs one permission of each set.</param>
public sealed record SpotSymbol(
    Instrument Instrument,
    Word<SymbolStatus> Status,
    IReadOnlyList<string> OrderTypes,
    SpotSymbolFlags Flags,
    int BasePrecision,
    int QuotePrecision,
    IReadOnlyList<IReadOnlyList<string>> PermissionSets,
    Word<SpotSelfTrade> DefaultSelfTrade,
    IReadOnlyList<Word<SpotSelfTrade>> AllowedSelfTrade);

/// <summary>What a symbol takes.</summary>
public sealed record SpotSymbolFlags(
    bool Iceberg, bool Oco, bool Oto, bool QuoteQuantity, bool Trailing, bool CancelReplace, bool Amend, bool Spot, bool Margin);

/// <summary>A symbol that cannot be represented; nothing of it is traded.</summary>
public sealed record SymbolRefusal(string Symbol, PayloadException Reason);
