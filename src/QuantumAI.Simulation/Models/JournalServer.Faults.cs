using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Models;

/// <content>What happens to calls: outages, a full disk, a transaction that stays open, and statements whose client has gone.</content>
public sealed partial class JournalServer
{
    private static readonly WriteFate[] UnknownFates =
        [WriteFate.AnswerLost, WriteFate.NotWritten, WriteFate.Late, WriteFate.Held];

    private static readonly Dictionary<WriteFate, string> Words = new()
    {
        [WriteFate.AnswerLost] = "written",
        [WriteFate.NotWritten] = "not-written",
        [WriteFate.Late] = "late",
        [WriteFate.Held] = "held",
    };

    private long _downUntilNanos;
    private long _fullUntilNanos;
    private long _transactionEndsNanos;
    private Action? _transaction;
    private WriteFate _next = WriteFate.Answered;

    /// <summary>Statements of an earlier life of the server are never carried out.</summary>
    private int _life;

    /// <summary>Whether it answers anybody.</summary>
    public bool IsUp => _universe.NowNanos >= _downUntilNanos;

    private bool IsFull => _universe.NowNanos < _fullUntilNanos;

    private bool IsLocked => _universe.NowNanos < _transactionEndsNanos;

    /// <summary>It ends now, and with it every statement and transaction under way; what was committed stays.</summary>
    /// <param name="nanos">Until it is there again.</param>
    public void BeginOutage(long nanos)
    {
        _life++;
        EndTransaction(commits: false);
        _downUntilNanos = _universe.NowNanos + nanos;
        Happened("journal-outage", Site);
    }

    /// <summary>Its disk is full: nothing can be written.</summary>
    /// <param name="nanos">Until somebody makes room.</param>
    public void FillDisk(long nanos)
    {
        _fullUntilNanos = _universe.NowNanos + nanos;
        Happened("journal-full", Site);
    }

    /// <summary>A process was frozen inside a transaction: nobody writes or takes over until the server ends its session.</summary>
    public void FreezeInTransaction(SimulatedProcess process)
    {
        if (IsUp && !IsLocked)
            Hold(process, _faults.IdleTransactionNanos, null);
    }

    /// <summary>The next write that is let in has this fate: for tests that need it at one place.</summary>
    public void LoseNext(WriteFate fate) => _next = fate;

    /// <summary>Lets a call in, or throws: nothing was done then.</summary>
    internal void Admit(string what)
    {
        if (!IsUp)
            throw Failed(what, "nobody answers");
        if (_draws.Strikes("unreachable", _faults.UnreachablePpm))
        {
            Happened("journal-unreachable", what);
            throw Failed(what, "the line is broken");
        }
    }

    /// <summary>Lets a write of the journal go on, or throws. Leases are other rows: they wait for nobody's transaction.</summary>
    internal void RequireLock(string what)
    {
        if (IsLocked)
            throw Failed(what, "another transaction holds the journal");
    }

    /// <summary>Lets a write go on, or throws: nothing was written then.</summary>
    internal void AdmitWrite(string what)
    {
        if (_draws.Strikes("full", _faults.DiskFullPpm))
            FillDisk(_draws.Of("full").Wait(_faults.DiskFullNanos));
        if (IsFull)
            throw Failed(what, "no space left on the server's disk");
        if (_draws.Strikes("contention", _faults.ContentionPpm))
        {
            Happened("journal-contention", what);
            throw Failed(what, "the statement was ended for another one's sake");
        }
    }

    /// <summary>What becomes of a write that was let in.</summary>
    internal WriteFate Fate(string what)
    {
        if (_next != WriteFate.Answered)
        {
            var fate = _next;
            _next = WriteFate.Answered;
            return Told(fate, what);
        }

        if (_draws.Strikes("outage", _faults.OutagePpm))
        {
            var random = _draws.Of("outage");
            var interrupted = random.Below(2) == 0 ? WriteFate.AnswerLost : WriteFate.NotWritten;
            BeginOutage(random.Wait(_faults.OutageNanos));
            return interrupted;
        }

        if (!_draws.Strikes("unknown", _faults.UnknownPpm))
            return WriteFate.Answered;
        return Told(_draws.Of("unknown").Pick(UnknownFates), what);
    }

    private WriteFate Told(WriteFate fate, string what)
    {
        Happened($"journal-unknown-{Words[fate]}", what);
        return fate;
    }

    /// <summary>Carries a statement out although its client has gone: later, if its server lives that long.</summary>
    internal void CarryOutLater(SimulatedProcess writer, WriteFate fate, Action statement)
    {
        var random = _draws.Of("late");
        if (fate == WriteFate.Held)
        {
            var ends = random.Between(1, _faults.IdleTransactionNanos);
            Hold(writer, ends, random.Below(2) == 0 ? statement : null);
            return;
        }

        var life = _life;
        _universe.After(random.Between(1, _faults.LatestNanos), () => CarryOut(life, statement));
    }

    internal static StoreFailedException Failed(string what, string reason) => new($"{what}: {reason}");

    /// <summary>Behind a transaction that holds the journal, as behind its lock.</summary>
    private void CarryOut(int life, Action statement)
    {
        if (life != _life)
            return;
        if (IsLocked)
            _universe.At(_transactionEndsNanos, () => CarryOut(life, statement));
        else if (!IsFull)
            statement();
    }

    private void Hold(SimulatedProcess process, long nanos, Action? statement)
    {
        Happened("journal-open-transaction", process.Name);
        (_transaction, _transactionEndsNanos) = (statement, _universe.NowNanos + nanos);
        var (life, ends) = (_life, _transactionEndsNanos);
        _universe.At(ends, () =>
        {
            if (life == _life && ends == _transactionEndsNanos)
                EndTransaction(commits: true);
        });
    }

    private void EndTransaction(bool commits)
    {
        var statement = _transaction;
        (_transaction, _transactionEndsNanos) = (null, 0);
        if (commits)
            statement?.Invoke();
    }
}
