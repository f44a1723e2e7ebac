using System.Security.Cryptography;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Recording;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Recording;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Recording;

namespace QuantumAI.Node.Replay;

/// <summary>A run with what its session's journal says of it.</summary>
/// <param name="Folder">Where its recording is.</param>
/// <param name="Manifest">What it is.</param>
/// <param name="Stream">The account's stream, from its first event on.</param>
/// <param name="Last">Sequence of the run's last event.</param>
internal sealed record RecordedRun(RunFolder Folder, RunManifest Manifest, StoredEvent[] Stream, long Last)
{
    /// <summary>Events of the account before the run.</summary>
    public ArraySegment<StoredEvent> Before => new(Stream, 0, (int)Manifest.AccountSequence);

    /// <summary>Events of the run itself.</summary>
    public ArraySegment<StoredEvent> Events => new(Stream, (int)Manifest.AccountSequence, (int)(Last - Manifest.AccountSequence));

    /// <summary>How it ended; null when it goes on, or was killed.</summary>
    public RunEnd? End { get; } = RunEnd.Read(Folder);

    /// <summary>World time of the last that is known of it; its start when nothing is.</summary>
    public long LastNanos => Math.Max(End?.MarketNanos ?? 0, Events.Count == 0 ? Manifest.StartNanos : Events[^1].Data.TimeNanos);

    /// <summary>What it decided.</summary>
    public IReadOnlyList<SessionCommand> Commands() =>
        [.. Events.Where(stored => SessionCommand.Is(stored.Data)).Select(stored => new SessionCommand(stored.Sequence, stored.Data))];

    /// <summary>The configuration that decided.</summary>
    public QuantumSettings Settings() => QuantumSettings.Read(ConfigurationFiles.Restore(Manifest.Config));

    /// <summary>Begins to hold a re-run against it.</summary>
    public CommandComparison Compare() => new(Folder.Id, Commands(), End is not null);

    /// <summary>A journal in memory with the account as it was at the start.</summary>
    public MemoryJournalStore StoreBefore()
    {
        var store = new MemoryJournalStore();
        if (Before.Count > 0)
            store.Append([new AppendRequest(AccountBooks.StreamOf(Manifest.Account), 0, [.. Before.Select(stored => stored.Data)])]);
        return store;
    }

    /// <summary>Where the run began must be where it begins again.</summary>
    /// <exception cref="UsageException">The journal has another account at that place, or this program makes another one of it.</exception>
    public void RequireSameStart(string stateHash)
    {
        if (stateHash != Manifest.AccountStateHash)
            throw new UsageException($"{Folder.Id}: the account at its start is another one today: its state hash is {Short(stateHash)}, recorded was {Short(Manifest.AccountStateHash)}");
    }

    /// <summary>The beginning of a hash, for people.</summary>
    public static string Short(string hash) => hash.Length > 12 ? hash[..12] + "…" : hash;

    /// <exception cref="UsageException">There is no recording that can be run again.</exception>
    public LaneRecording ReadLanes()
    {
        try
        {
            using var file = new FileStream(Folder.Lanes, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16);
            RequireWhole(file);
            var recording = LaneRecording.Read(file, mayBeCut: true);
            if (recording.NotReplayable is { } reason)
                throw new UsageException($"{Manifest.Run} cannot be run again: {reason}");
            return recording.CutOff is null || recording.IsEnded || End is null or { Recording: not null }
                ? recording
                : throw DamagedFile.Refusal(Folder.Lanes, "its end is missing, and the run did end");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"{Folder.Path} has no lanes.bin: what entered the lanes of the run is gone");
        }
        catch (IOException unreadable)
        {
            throw new UsageException($"{Folder.Lanes} cannot be read: {unreadable.Message}");
        }
        catch (Exception damage) when (DamagedFile.IsDamage(damage))
        {
            throw Damaged(damage);
        }
    }

    /// <summary>What was met in the lanes while they were run again.</summary>
    public UsageException Damaged(Exception damage) => DamagedFile.Refusal(Folder.Lanes, damage is InvalidDataException ? damage.Message : "a message in it cannot be read");

    private void RequireWhole(FileStream file)
    {
        if (End is not { LanesBytes: { } bytes } end)
            return;
        if (file.Length != bytes)
            throw DamagedFile.Refusal(Folder.Lanes, $"it has {file.Length} bytes, {bytes} were written");
        if (end.LanesHash is { } written && Convert.ToHexStringLower(SHA256.HashData(file)) != written)
            throw DamagedFile.Refusal(Folder.Lanes, "it has other bytes than were written");
        file.Position = 0;
    }

    /// <exception cref="UsageException">They are missing or damaged.</exception>
    public IReadOnlyList<RecordedSymbol> ReadSymbols()
    {
        if (!File.Exists(Folder.Symbols))
            throw new UsageException($"{Folder.Path} has no symbols.json: the instruments of the run are gone");
        return DamagedFile.Read(Folder.Symbols, bytes =>
        {
            var symbols = RecordedSymbol.Read(bytes);
            foreach (var symbol in symbols)
                symbol.Restore();
            return symbols.Count == Manifest.Symbols.Count ? symbols : null;
        });
    }
}
