using System.Globalization;
using System.Text;
using QuantumAI.Node.Composition;

namespace QuantumAI.Node.Http;

/// <summary>The metrics in Prometheus' text format 0.0.4.</summary>
internal static class PrometheusText
{
    public static string Of(PaperRun run)
    {
        var text = new StringBuilder();
        var account = run.Host.Board.Account;
        Family(text, "quantum_up", "gauge", "1 while no lane has faulted.", ("", run.World.Fault is null ? 1 : 0));
        Family(text, "quantum_market_events_total", "counter", "Market events delivered.", ("", run.Host.Ingest.Delivered));
        Family(text, "quantum_market_time_seconds", "gauge", "Market time of the last event, Unix seconds.", ("", run.Host.Ingest.LastNanos / 1e9));
        Family(text, "quantum_bars_total", "counter", "Closed bars that agents decided on.", ("", run.Host.Board.Bars));
        Family(text, "quantum_equity", "gauge", "Equity in the base currency.", ("", account.Equity.ToDouble()));
        Family(text, "quantum_trading_state", "gauge", "1 active, 2 reducing today, 3 halted.", ("", (double)account.Risk.State));
        Family(text, "quantum_balance", "gauge", "Balance per asset.", [.. account.Balances.Select(b => (Label("asset", b.Key), b.Value.Total.ToDouble()))]);
        Family(text, "quantum_no_trades_total", "counter", "Decisions without an order, by reason.", [.. run.Host.Board.WhyNoTrades.Select(r => (Label("reason", r.Key), (double)r.Value))]);
        Family(text, "quantum_dead_letters_total", "counter", "Messages that nobody could take.", [.. run.World.DeadLetters.Select(d => (Label("actor", d.Key), (double)d.Value))]);
        return text.ToString();
    }

    private static string Label(string name, string value) =>
        $"{{{name}=\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"}}";

    private static void Family(StringBuilder text, string name, string type, string help, params (string Labels, double Value)[] samples)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
        foreach (var (labels, value) in samples)
            text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {value}\n");
    }
}
