using QuantumAI.Trading.Projections;

namespace QuantumAI.Trading.Tests.Projections;

public sealed class MemoryProjectionStoreTests : ProjectionStoreContract
{
    private readonly MemoryProjectionStore _store = new();

    protected override IProjectionStore Open() => _store;
}
