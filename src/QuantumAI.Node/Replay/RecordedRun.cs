using System.Text.Json;
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
            var recording = LaneRecording.Read(file, mayBeCut: true);
            return recording.NotReplayable is { } reason ? throw new UsageException($"{Manifest.Run} cannot be run again: {reason}") : recording;
        }
        catch (Exception damage) when (damage is IOException or InvalidDataException)
        {
            throw new UsageException($"{Folder.Lanes}: {damage.Message}");
        }
    }

    /// <exception cref="UsageException">They are missing or damaged.</exception>
    public IReadOnlyList<RecordedSymbol> ReadSymbols()
    {
        try
        {
            return RecordedSymbol.Read(File.ReadAllBytes(Folder.Symbols));
        }
        catch (Exception damage) when (damage is IOException or JsonException or FormatException)
        {
            throw new UsageException($"{Folder.Symbols}: {damage.Message}");
        }
    }
}
