using System.Diagnostics;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Tests.Persistence;
using QuantumAI.TestKit.PostgreSql;

namespace QuantumAI.Journal.Tests.PostgreSql;

public sealed class PostgreSqlWritersContractTests : JournalWritersContract
{
    private readonly PostgreSqlScratch _scratch = new();

    protected override IJournalStore Connect() => _scratch.Open();
}

/// <summary>The line of the writer passes a proxy that cuts it; late is what waited for the journal's lock when its client went away.</summary>
public sealed class PostgreSqlOutcomeContractTests : JournalOutcomeContract
{
    private readonly PostgreSqlScratch _scratch = new();
    private readonly CuttingProxy _proxy;
    private HeldAppend? _held;

    public PostgreSqlOutcomeContractTests() => _proxy = new CuttingProxy(_scratch.Server.Port);

    protected override IJournalStore Connect() => _scratch.Open(_proxy.Port);

    protected override IJournalStore Observe() => _scratch.Open();

    protected override void LoseQuestion() => _proxy.Arm(LineFault.CutQuestion);

    protected override void LoseAnswer() => _proxy.Arm(LineFault.CutAnswer);

    protected override void SendLate(IJournalStore writer, AppendRequest request, AppendRequest behind)
    {
        _held = new HeldAppend(_scratch.ConnectionString, PostgreSqlScratch.Identity, behind);
        var sending = new Thread(() => Assert.Throws<JournalException>(() => writer.Append([request])));
        sending.Start();
        _scratch.AwaitWaitingSession();
        _proxy.CutAll();
        sending.Join();
    }

    protected override void Arrive()
    {
        Assert.True(_held!.TryCommit());
        _scratch.AwaitRest();
    }

    protected override void OpenTransaction(AppendRequest request) =>
        _held = new HeldAppend(_scratch.ConnectionString, PostgreSqlScratch.Identity, request);

    protected override T Patiently<T>(Func<T> attempt) => attempt();

    protected override TimeSpan Elapsed() => Stopwatch.GetElapsedTime(0);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _held?.Dispose();
        _proxy.Dispose();
    }
}
