using System.Globalization;
using System.Text.Json;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Configuration;
using QuantumAI.Runtime.Recording;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Divergence;
using QuantumAI.Trading.Recording;

namespace QuantumAI.Node.Replay;

/// <summary>One recorded run of a live world, run again: the same actors, put together by the same code, take what was recorded.</summary>
/// <param name="run">The run.</param>
/// <param name="settings">The configuration: the recorded one, or another one to see where it leaves the recording.</param>
internal sealed class RunReplay(RecordedRun run, QuantumSettings settings)
{
    private SessionHost? _host;

    /// <summary>What the agents decided.</summary>
    public DecisionLog Decisions { get; } = new();

    /// <exception cref="UsageException">It cannot be run again; the message says why.</exception>
    public RunOutcome Run(CommandComparison comparison, Action<long> progress, CancellationToken cancellation)
    {
        var (manifest, symbols) = (run.Manifest, run.ReadSymbols());
        var replay = new LaneReplay(run.ReadLanes(), TradingCodecs.Create());
        using var world = new VirtualWorld(manifest.Seed, manifest.StartNanos, replay: replay, speed: manifest.Speed);
        var outside = manifest.LanesBefore.Select(name => world.CreateLane(name, isOutside: true)).ToArray();
        using var journal = new RecordedJournal(run.StoreBefore(), request => comparison.Add(request, command => PlaceOf(replay, command)));
        var host = _host = new SessionHost(
            world, MarketInput.InQuoteCurrency(settings, symbols.Select(symbol => symbol.Instrument)), [.. symbols.Select(symbol => symbol.Restore())],
            (_, _) => new SilentMarket(), journal, new SilentVenue(outside[0], manifest), new StatusBoard());
        if (host.Session.Books.RecoveredHash != manifest.AccountStateHash)
        {
            throw new UsageException(
                $"{manifest.Run}: the account that its journal had at the start is another one today (state hash {Short(host.Session.Books.RecoveredHash)}, recorded {Short(manifest.AccountStateHash)})");
        }

        var accountLane = world.Lanes.First(lane => lane.Name == $"account-{manifest.Account}");
        var report = replay.Run(world, progress, TurnEnded, cancellation);
        comparison.End(report.CutOff is null ? null : replay.LastNanosOf(accountLane), MissedAt);
        comparison.Explain(report.FirstDifference);
        return new RunOutcome(manifest.Run, report.Turns, comparison.Count, comparison.Difference, report.CutOff);

        void TurnEnded(Runtime.Lanes.Lane lane)
        {
            if (ReferenceEquals(lane, accountLane))
                comparison.Pass(lane.TurnNanos, MissedAt);
            else
                Decisions.Observe(host.Board);
        }
    }

    private CommandPlace PlaceOf(LaneReplay replay, SessionCommand command)
    {
        var input = replay.Current;
        return new CommandPlace(
            input is null ? "nobody" : $"{input.Actor} in turn {input.Turn} of lane {input.Lane}",
            input is null ? "nothing" : $"{input.Input}, at {UnixNanos.FormatIso(input.StampNanos)}",
            StateOf(command));
    }

    /// <summary>Where the session did something that the re-run did not.</summary>
    private CommandPlace MissedAt(SessionCommand command)
    {
        var sequence = OrderTale.SequenceOf(command.Data.Cause);
        var decider = sequence > 0 && SymbolOf(command, _host!.Session.Books.Current) is { } symbol ? $"symbol-{symbol}/{settings.AgentId}" : $"account-{run.Manifest.Account}";
        return new CommandPlace(
            $"{decider}, which did nothing there",
            $"{(sequence > 0 ? $"market event {sequence}" : command.Data.Cause.Causation ?? "not said")}; the session acted on it at {UnixNanos.FormatIso(command.Data.TimeNanos)}",
            StateOf(command));
    }

    /// <summary>What the account and the agent are at that moment.</summary>
    private string StateOf(SessionCommand command)
    {
        var (account, board) = (_host!.Session.Books.Current, _host.Board);
        var symbol = SymbolOf(command, account);
        var positions = account.Positions.Where(position => symbol is null || position.Symbol == symbol)
            .Select(position => $"{position.AgentId} holds {position.Quantity} {position.Symbol}");
        var exact = symbol is null ? null : Decisions.Find(symbol, OrderTale.SequenceOf(command.Data.Cause));
        var signals = (exact is null ? board.Signals.Where(signal => symbol is null || signal.Symbol == symbol) : [exact])
            .Select(signal => $"signal of {signal.Symbol}: {DecisionLog.Words(signal)} on {DecisionLog.Inputs(signal)}");
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
