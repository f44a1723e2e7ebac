using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Positions;

namespace QuantumAI.Trading.Explain;

/// <summary>The account's books as one order sees them: its agent's position and the two assets that it moves. Immutable.</summary>
/// <param name="Position">What the agent holds of the symbol.</param>
/// <param name="BaseAsset">The asset that is bought and sold.</param>
/// <param name="Base">Its balance in the account, all agents together.</param>
/// <param name="QuoteAsset">The asset that prices are in.</param>
/// <param name="Quote">Its balance.</param>
public sealed record BooksAfter(Position Position, string BaseAsset, Balance Base, string QuoteAsset, Balance Quote)
{
    public static BooksAfter Of(Account account, string agentId, string symbol)
    {
        var instrument = account.Instruments[symbol];
        return new BooksAfter(
            account.PositionOf(agentId, symbol), instrument.BaseAsset, account.Ledger[instrument.BaseAsset],
            instrument.QuoteAsset, account.Ledger[instrument.QuoteAsset]);
    }

    /// <summary>The profit that was realised since <paramref name="before"/>, in the quote asset.</summary>
    public Money RealisedSince(BooksAfter before) => Position.RealisedPnl - before.Position.RealisedPnl;
}
