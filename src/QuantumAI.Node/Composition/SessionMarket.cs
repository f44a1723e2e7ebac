using QuantumAI.Trading;

namespace QuantumAI.Node.Composition;

/// <summary>The market of a session that is about to begin or go on.</summary>
/// <param name="Identity">For the journal's session identity.</param>
/// <param name="IntervalNanos">Length of a bar.</param>
/// <param name="BeginsNanos">The session's first market moment, whenever that was.</param>
/// <param name="EndsNanos">The last event's time; <see cref="long.MaxValue"/> when the market never ends.</param>
/// <param name="FromNanos">Market time from which it goes on now.</param>
/// <param name="Symbols">With what happened before <paramref name="FromNanos"/>; place in the list = instrument id.</param>
/// <param name="Deliver">Begins to bring it.</param>
internal sealed record SessionMarket(
    string Identity, long IntervalNanos, long BeginsNanos, long EndsNanos, long FromNanos, IReadOnlyList<SessionSymbol> Symbols, DeliverTo Deliver);
