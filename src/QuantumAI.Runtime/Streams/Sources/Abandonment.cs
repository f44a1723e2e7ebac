namespace QuantumAI.Runtime.Streams.Sources;

/// <summary>Tells an edge's pending wait that nobody wants its outcome. It has no timer, so there is nothing to dispose of.</summary>
#pragma warning disable CA1001 // A source without a timer or a wait handle holds nothing.
internal sealed class Abandonment
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _source = new();

    public CancellationToken Token => _source.Token;

    public void Abandon() => _source.Cancel();
}
