using System.Globalization;
using System.Text;
using QuantumAI.Node.Composition;
using QuantumAI.Runtime.Metrics;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Venues.Contract;

namespace QuantumAI.Node.Http;

/// <summary>The metrics in Prometheus' text format 0.0.4.</summary>
internal static class PrometheusText
{
    public static string Of(SessionRun run)
    {
        var text = new StringBuilder();
        var account = run.Host.Board.Account;
        Family(text, "quantum_up", "gauge", "1 while no lane has faulted.", ("", run.World.Fault is null ? 1 : 0));
        Family(text, "quantum_journal_up", "gauge", "1 while the journal writes.", ("", run.Host.Board.JournalOutage is null ? 1 : 0));
        Family(text, "quantum_venue_up", "gauge", "1 while the built-in venue's books are written.", ("", run.Host.Board.VenueOutage is null ? 1 : 0));
        Family(text, "quantum_venue_linked", "gauge", "1 while the venue's reports come.", ("", run.Host.Venue.Link == VenueLink.Linked ? 1 : 0));
        Family(text, "quantum_books_matched", "gauge", "1 while the account's books were found equal to the venue's.", ("", run.Host.Board.IsReconciled ? 1 : 0));
        if (run.Host.Journal is GroupCommitJournal journal)
        {
            Family(text, "quantum_journal_waiting", "gauge", "Appends that are not durable yet.", ("", journal.Unanswered));
            Family(text, "quantum_journal_appends_total", "counter", "Appends answered.", ("", journal.Answered));
            Family(text, "quantum_journal_commits_total", "counter", "Commits, each of one sync.", ("", journal.Commits));
        }

        Family(text, "quantum_market_events_total", "counter", "Market events delivered.", ("", run.Host.Ingest.Delivered));
        Family(text, "quantum_market_time_seconds", "gauge", "Market time of the last event, Unix seconds.", ("", run.Host.Ingest.LastNanos / 1e9));
        Family(text, "quantum_bars_total", "counter", "Closed bars that agents decided on.", ("", run.Host.Board.Bars));
        Family(text, "quantum_equity", "gauge", "Equity in the base currency.", ("", account.Equity.ToDouble()));
        Family(text, "quantum_trading_state", "gauge", "1 active, 2 reducing today, 3 halted.", ("", (double)account.Risk.State));
        Family(text, "quantum_balance", "gauge", "Balance per asset.", [.. account.Balances.Select(b => (Label("asset", b.Key), b.Value.Total.ToDouble()))]);
        Family(text, "quantum_no_trades_total", "counter", "Decisions without an order, by reason.", [.. run.Host.Board.WhyNoTrades.Select(r => (Label("reason", r.Key), (double)r.Value))]);
        AppendReadModels(text, run.ReadModels.Lag());
        AppendActors(text, run.World);
        return text.ToString();
    }

    /// <summary>How far the read models are behind the journal.</summary>
    internal static void AppendReadModels(StringBuilder text, ReadModelLag lag)
    {
        Family(text, "quantum_projection_position", "gauge", "Position of the last event in the read models.", ("", lag.Position));
        Family(text, "quantum_projection_lag_events", "gauge", "Events that the journal has and the read models lack.", ("", lag.Events));
        Family(text, "quantum_projection_lag_seconds", "gauge", "Machine time since the read models were level with the journal.", ("", lag.Seconds));
        Family(text, "quantum_projection_up", "gauge", "1 while the read models follow the journal.", ("", lag.Failure is null ? 1 : 0));
    }

    /// <summary>What waits, what was handled, what was lost, and how long messages wait and take.</summary>
    internal static void AppendActors(StringBuilder text, World world)
    {
        ActorSnapshot[] actors = [.. world.Actors()];
        Family(text, "quantum_actor_waiting", "gauge", "Messages in the mailbox.", [.. actors.Select(a => (Label("actor", a.Path), (double)a.Waiting))]);
        Family(text, "quantum_actor_handled_total", "counter", "Messages handled.", [.. actors.Select(a => (Label("actor", a.Path), (double)a.Handled))]);
        Family(text, "quantum_dead_letters_total", "counter", "Messages that nobody could take.", [.. world.DeadLetters.Select(d => (Label("actor", d.Key), (double)d.Value))]);
        if (world.Metrics?.Types is not { } types)
            return; // a virtual world: machine time says nothing there
        Family(text, "quantum_actor_age_seconds", "summary", "From the tell to the handler, of every 64th message from outside the lane.",
            [.. types.SelectMany(type => Summary(type.ActorType, type.Age))]);
        Family(text, "quantum_actor_processing_seconds", "summary", "The handler itself, of every 64th message.",
            [.. types.SelectMany(type => Summary(type.ActorType, type.Processing))]);
    }

    /// <summary>The full name of the type, because two series must not have the same labels and short names are not unique.</summary>
    private static IEnumerable<(string Labels, double Value)> Summary(Type actorType, LatencyHistogram histogram)
    {
        var type = Pair("type", actorType.ToString());
        foreach (var share in (double[])[0.5, 0.9, 0.99])
            yield return ($"{{{type},{Pair("quantile", share.ToString(CultureInfo.InvariantCulture))}}}", histogram.PercentileNanos(share) / 1e9);
        yield return ($"_sum{{{type}}}", histogram.SumNanos / 1e9);
        yield return ($"_count{{{type}}}", histogram.Count);
    }

    private static string Label(string name, string value) => $"{{{Pair(name, value)}}}";

    private static string Pair(string name, string value) =>
        $"{name}=\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    /// <param name="text">Where to.</param>
    /// <param name="name">Of the family.</param>
    /// <param name="type">A Prometheus type.</param>
    /// <param name="help">One line.</param>
    /// <param name="samples">What follows the name, labels or a suffix and labels; and the value.</param>
    private static void Family(StringBuilder text, string name, string type, string help, params (string Labels, double Value)[] samples)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
        foreach (var (labels, value) in samples)
            text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {value}\n");
    }
}
