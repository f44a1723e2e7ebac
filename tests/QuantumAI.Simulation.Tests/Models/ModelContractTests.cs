using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Tests.Persistence;
using QuantumAI.Simulation.Models;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Tests.Models;

public sealed class JournalServerContractTests : JournalStoreContract
{
    private readonly ModelDatabase _database = new();

    protected override IJournalStore Open() => _database.Connect();

    protected override IJournalStore Reopen(IJournalStore store)
    {
        store.Dispose();
        return Open();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _database.Dispose();
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

public sealed class JournalServerWritersContractTests : JournalWritersContract
{
    private readonly ModelDatabase _database = new();

    protected override IJournalStore Connect() => _database.Connect();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _database.Dispose();
    }
}

public sealed class JournalServerOutcomeContractTests : JournalOutcomeContract
{
    private readonly ModelDatabase _database = new();
    private AppendRequest? _behind;

    protected override IJournalStore Connect() => _database.Connect();

    protected override IJournalStore Observe() => _database.Connect();

    protected override void LoseQuestion() => _database.Server.LoseNext(WriteFate.NotWritten);

    protected override void LoseAnswer() => _database.Server.LoseNext(WriteFate.AnswerLost);

    protected override void SendLate(IJournalStore writer, AppendRequest request, AppendRequest behind)
    {
        _database.Server.LoseNext(WriteFate.Late);
        Assert.Throws<StoreFailedException>(() => writer.Append([request]));
        _behind = behind;
    }

    protected override void Arrive()
    {
        using var other = _database.Connect();
        Assert.Equal(AppendOutcome.Appended, other.Append([_behind!])[0].Outcome);
        _database.Advance(JournalFaults.None.LatestNanos);
    }

    protected override void OpenTransaction(AppendRequest request) => _database.Server.FreezeInTransaction(_database.Universe.Start("frozen"));

    protected override T Patiently<T>(Func<T> attempt) => Attempts.Until(attempt, () => _database.Advance(50_000_000));

    protected override TimeSpan Elapsed() => TimeSpan.FromTicks(_database.Universe.NowNanos / 100);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _database.Dispose();
    }
}
