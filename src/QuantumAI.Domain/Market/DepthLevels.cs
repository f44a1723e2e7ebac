namespace QuantumAI.Domain.Market;

/// <summary>One price level; a size of 0 removes it.</summary>
public readonly record struct DepthLevel(long PriceUnits, long SizeUnits);

/// <summary>The levels of a depth snapshot or update with the venue's update numbers.</summary>
/// <param name="FirstUpdateId">Binance <c>U</c>; of a snapshot: its <c>lastUpdateId</c>.</param>
/// <param name="LastUpdateId">Binance <c>u</c>; of a snapshot: its <c>lastUpdateId</c>.</param>
/// <param name="PreviousLastUpdateId">Binance futures <c>pu</c>: the last update number of the message before; 0 = not given (spot).</param>
/// <param name="Bids">Changed or present bids.</param>
/// <param name="Asks">Changed or present asks.</param>
public sealed record DepthLevels(
    long FirstUpdateId,
    long LastUpdateId,
    long PreviousLastUpdateId,
    IReadOnlyList<DepthLevel> Bids,
    IReadOnlyList<DepthLevel> Asks);
