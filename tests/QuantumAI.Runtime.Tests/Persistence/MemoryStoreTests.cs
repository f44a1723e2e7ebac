using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Runtime.Tests.Persistence;

public sealed class MemoryJournalContractTests : JournalStoreContract
{
    protected override IJournalStore Open() => new MemoryJournalStore();

    protected override IJournalStore Reopen(IJournalStore store) => store;
}

public sealed class MemorySnapshotContractTests : SnapshotStoreContract
{
    protected override ISnapshotStore Open() => new MemorySnapshotStore(retention: 2);
}
