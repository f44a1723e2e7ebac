using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Tests.Persistence;
using QuantumAI.Simulation.Models;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Tests.Models;

public sealed class JournalServerContractTests : JournalStoreContract
{
    private readonly Universe _universe = new(1, 0);
    private JournalServer? _server;

    protected override IJournalStore Open()
    {
        _server ??= new JournalServer(_universe, new SimulatedNetwork(_universe, new NetworkSettings(1)), "database", JournalFaults.None);
        return _server.ConnectionOf(_universe.Start("writer"), "here");
    }

    protected override IJournalStore Reopen(IJournalStore store)
    {
        store.Dispose();
        return Open();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _server?.Dispose();
    }
}

public sealed class FileJournalContractTests : JournalStoreContract
{
    private readonly SimulatedDisk _disk = new(new Universe(1, 0), DiskFaults.None);

    protected override IJournalStore Open() => FileJournal.Open(_disk, "journal");

    protected override IJournalStore Reopen(IJournalStore store)
    {
        store.Dispose();
        _disk.Crash();
        return Open();
    }
}
