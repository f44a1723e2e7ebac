using System.Globalization;
using System.Text.Json;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Recording;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Recording;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Recording;

namespace QuantumAI.Node.Replay;

/// <summary>One recorded run of a live world, run again: the same actors, put together by the same code, take what was recorded.</summary>
internal sealed class RunReplay
{
    private readonly RunFolder _folder;
    private readonly RunManifest _manifest;
    private readonly IReadOnlyList<StoredEvent> _before;

    /// <param name="folder">The run.</param>
    /// <param name="manifest">Of the run.</param>
    /// <param name="before">The account's stream up to its start.</param>
    public RunReplay(RunFolder folder, RunManifest manifest, IReadOnlyList<StoredEvent> before) => (_folder, _manifest, _before) = (folder, manifest, before);

    /// <exception cref="UsageException">It cannot be run again; the message says why.</exception>
    public RunOutcome Run(CommandComparison comparison, Action<long> progress, CancellationToken cancellation)
    {
        var recording = ReadLanes();
        var settings = QuantumSettings.Read(ConfigurationFiles.Restore(_manifest.Config));
        var symbols = ReadSymbols();
        var replay = new LaneReplay(recording, TradingCodecs.Create());
        using var world = new VirtualWorld(_manifest.Seed, _manifest.StartNanos, replay: replay, speed: _manifest.Speed);
        var outside = _manifest.LanesBefore.Select(name => world.CreateLane(name, isOutside: true)).ToArray();
        var board = new StatusBoard();
        SessionHost? host = null;
        using var journal = new RecordedJournal(StoreBefore(), request => comparison.Add(request, command => PlaceOf(replay, host!, command)));
        host = new SessionHost(
            world, MarketInput.InQuoteCurrency(settings, symbols.Select(symbol => symbol.Instrument)), [.. symbols.Select(symbol => symbol.Restore())],
            (_, _) => new SilentMarket(), journal, new SilentVenue(outside[0], _manifest), board);
        if (host.Session.Books.RecoveredHash != _manifest.AccountStateHash)
            throw new UsageException($"{_manifest.Run}: the account that its journal had at the start is another one today (state hash {Short(host.Session.Books.RecoveredHash)}, recorded {Short(_manifest.AccountStateHash)})");
        var report = replay.Run(world, progress, cancellation);
        var accountLane = world.Lanes.First(lane => lane.Name == $"account-{_manifest.Account}");
        comparison.End(report.CutOff is null ? null : replay.LastNanosOf(accountLane), command => EndOf(host, command));
        comparison.Explain(report.FirstDifference);
        return new RunOutcome(_manifest.Run, report.Turns, comparison.Count, comparison.Difference, report.CutOff);
    }

    private LaneRecording ReadLanes()
    {
        try
        {
            using var file = new FileStream(_folder.Lanes, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16);
            var recording = LaneRecording.Read(file, mayBeCut: true);
            return recording.NotReplayable is { } reason ? throw new UsageException($"{_manifest.Run} cannot be run again: {reason}") : recording;
        }
        catch (Exception damage) when (damage is IOException or InvalidDataException)
        {
            throw new UsageException($"{_folder.Lanes}: {damage.Message}");
        }
    }

    private IReadOnlyList<RecordedSymbol> ReadSymbols()
    {
        try
        {
            return RecordedSymbol.Read(File.ReadAllBytes(_folder.Symbols));
        }
        catch (Exception damage) when (damage is IOException or JsonException or FormatException)
        {
            throw new UsageException($"{_folder.Symbols}: {damage.Message}");
        }
    }

    /// <summary>A journal in memory with the account as it was at the start.</summary>
    private MemoryJournalStore StoreBefore()
    {
        var store = new MemoryJournalStore();
        if (_before.Count > 0)
            store.Append([new AppendRequest(AccountBooks.StreamOf(_manifest.Account), 0, [.. _before.Select(stored => stored.Data)])]);
        return store;
    }

    private static CommandPlace PlaceOf(LaneReplay replay, SessionHost host, SessionCommand command)
    {
        var input = replay.Current;
        return new CommandPlace(
            input is null ? "nobody" : $"{input.Actor} in turn {input.Turn} of lane {input.Lane}",
            input is null ? "nothing" : $"{input.Input}, at {UnixNanos.FormatIso(input.StampNanos)}",
            StateOf(host, command));
    }

    private static CommandPlace EndOf(SessionHost host, SessionCommand command) => new(
        $"{command.Data.Cause.Causation ?? "nobody"} in the session, no one in the re-run",
        $"what led to it in the session: {command.Data.Cause.Causation ?? "not said"}, at {UnixNanos.FormatIso(command.Data.TimeNanos)}",
        StateOf(host, command));

    /// <summary>What the account and the agent are at that moment.</summary>
    private static string StateOf(SessionHost host, SessionCommand command)
    {
        var account = host.Session.Books.Current;
        var symbol = SymbolOf(command, account);
        var positions = account.Positions.Where(position => symbol is null || position.Symbol == symbol).Select(position => $"{position.AgentId} holds {position.Quantity} {position.Symbol}");
        var signals = host.Board.Signals.Where(signal => symbol is null || signal.Symbol == symbol)
            .Select(signal => $"signal of {signal.Symbol} at {UnixNanos.FormatIso(signal.BarEndNanos)}: {signal.Signal.Kind} ({signal.Signal.Reason})");
        return string.Create(CultureInfo.InvariantCulture, $"equity {account.Risk.Equity} {account.BaseCurrency}, {account.OpenOrders.Count} open orders; ")
            + string.Join("; ", [.. positions.DefaultIfEmpty("no position"), .. signals.DefaultIfEmpty("no signal yet")]);
    }

    private static string? SymbolOf(SessionCommand command, Account account)
    {
        using var payload = JsonDocument.Parse(command.Data.Payload);
        if (payload.RootElement.TryGetProperty("symbol", out var symbol))
            return symbol.GetString();
        return payload.RootElement.TryGetProperty("clientOrderId", out var id) && account.Orders.TryGetValue(id.GetString()!, out var order) ? order.Symbol : null;
    }

    internal static string Short(string hash) => hash.Length > 12 ? hash[..12] + "…" : hash;
}
