namespace QuantumAI.Simulation.Liquidity;

/// <summary>An order of the house within a level's queue.</summary>
/// <param name="OrderId">In the engine.</param>
/// <param name="Total">Its quantity there, fills included.</param>
/// <param name="Epoch">How many times a client had joined a queue before it was placed.</param>
internal readonly record struct HouseChunk(long OrderId, long Total, long Epoch);

/// <summary>A price at which the house stands. What it should have in the book and what it has there differ until the next synchronisation.</summary>
internal sealed class HouseLevel
{
    public long Price;

    /// <summary>What the feed showed last.</summary>
    public long Shown;

    /// <summary>What is left of it: less what clients and prints took since.</summary>
    public long Left;

    /// <summary>What its orders have left in the engine.</summary>
    public long Resting;

    /// <summary>Number of the replacement that named this level last.</summary>
    public long Stamp;

    public bool IsGone;
    public bool IsQueued;

    /// <summary>Its orders in the engine, in the order of the queue; clients stand between them.</summary>
    public readonly List<HouseChunk> Chunks = [];
}
