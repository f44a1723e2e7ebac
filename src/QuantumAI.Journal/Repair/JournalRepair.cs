using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;
using SQLitePCL;

namespace QuantumAI.Journal.Repair;

/// <summary>
/// Saves what verifies of a damaged journal: each stream's beginning goes into a new file, a stream that is damaged from a sequence on
/// is quarantined there, and its rest is kept raw for people. The damaged file and its WAL are kept.
/// </summary>
/// <remarks>Positions are given anew without gaps, and everything is one commit. Nothing is invented and nothing is guessed.</remarks>
public static class JournalRepair
{
    /// <summary>Repairs a journal that nobody has open; a sound one is left alone.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="identity">Environment and account to use where the journal's own cannot be read.</param>
    /// <param name="time">Wall clock; the system's when null.</param>
    /// <param name="acceptsCutTail">A journal that is sound but shorter than <c>journal.head</c> says is taken as it is; otherwise it is refused.</param>
    /// <exception cref="JournalException">In use, absent, foreign, newer, of an old format, or damaged beyond reading; it is as it was.</exception>
    public static JournalRepairReport Run(string path, JournalIdentity? identity = null, TimeProvider? time = null, bool acceptsCutTail = false)
    {
        path = Path.GetFullPath(path);
        time ??= TimeProvider.System;
        if (!Directory.Exists(Path.GetDirectoryName(path)))
            throw new JournalException(JournalFailure.Unavailable, $"{path} does not exist");
        using var ownership = FileOwnership.Take(path, time);
        try
        {
            JournalSwap.Complete(path);
            if (!File.Exists(path))
                throw new JournalException(JournalFailure.Unavailable, $"{path} does not exist");
            return DamageOf(path, acceptsCutTail, out var streams) is { } damage ? Repair(path, damage, identity, time) : new JournalRepairReport(null, null, streams, 0, [], []);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new JournalException(JournalFailure.Unavailable, $"{path} cannot be repaired: {refused.Message}", refused);
        }
    }

    /// <summary>What opening the journal would refuse; null when it would not.</summary>
    private static string? DamageOf(string path, bool acceptsCutTail, out int streams)
    {
        streams = 0;
        try
        {
            SqliteFile.CheckIdentity(path, SqliteJournalFormat.Format);
            WalInspection.Run(path);
            using var connection = SqliteConnection.Open(path, path, raw.SQLITE_OPEN_READWRITE);
            connection.KeepWalOnClose(true);
            SqliteDatabase.CheckContent(path, connection, SqliteJournalFormat.Format);
            streams = JournalOpening.VerifyWithHead(path, connection, null, []).Streams.Count;
            return null;
        }
        catch (JournalException cut) when (cut.IsTailCut && !acceptsCutTail)
        {
            throw new JournalException(
                JournalFailure.Corrupt,
                $"{cut.Message}. Which streams have lost events is not known: restore a backup; or accept the cut tail, and compare orders and balances with the venue before anything is traded", cut);
        }
        catch (JournalException damage) when (damage.Failure is JournalFailure.Corrupt or JournalFailure.Foreign)
        {
            // A flipped bit of the header makes a file look foreign: what can be read of it decides.
            return damage.Message;
        }
    }

    private static JournalRepairReport Repair(string path, string damage, JournalIdentity? identity, TimeProvider time)
    {
        var work = path + ".repair";
        Remove(work);
        try
        {
            File.Copy(path, work);
            if (File.Exists(path + "-wal"))
                File.Copy(path + "-wal", work + "-wal");
            using var source = SalvageSource.Open(work, path, damage);
            return Repair(path, damage, source, identity, time);
        }
        finally
        {
            Remove(work);
        }
    }

    private static JournalRepairReport Repair(string path, string damage, SalvageSource source, JournalIdentity? identity, TimeProvider time)
    {
        var environment = source.Environment ?? identity?.Environment
            ?? throw new JournalException(JournalFailure.Corrupt, $"{path} cannot be repaired: its environment cannot be read, so it must be given ({damage})");
        var kept = JournalSwap.NextDamaged(path);
        JournalRepairReport report;
        JournalHead head;
        using (var draft = JournalDraft.Begin(path, environment, time))
        {
            var salvage = new JournalSalvage(source, draft, identity?.Account ?? "");
            report = salvage.Run(damage, kept);
            if (report.EventsCopied == 0)
                throw new JournalException(JournalFailure.Corrupt, $"{path} cannot be repaired: no event of it verifies ({damage})");
            head = draft.Finish(salvage.Quarantined);
            if (JournalHeadFile.Read(JournalHeadFile.PathFor(path), out _) is { } said && said.Commits > source.Commits)
                report = report with { Notices = [.. report.Notices, $"commits {source.Commits + 1} to {said.Commits} are lost, and it is not known whose events they were"] };
        }

        source.Dispose();
        JournalSwap.Run(path, kept);
        JournalHeadFile.Write(JournalHeadFile.PathFor(path), head, time);
        return report;
    }

    private static void Remove(string work)
    {
        foreach (var ending in new[] { "", "-wal", "-shm", ".page" })
            File.Delete(work + ending);
    }
}
