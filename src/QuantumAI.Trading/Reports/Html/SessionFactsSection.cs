using System.Globalization;
using QuantumAI.Trading.Divergence;

namespace QuantumAI.Trading.Reports.Html;

/// <summary>What the session of a divergence report was: run by run, the newest where there are many.</summary>
internal static class SessionFactsSection
{
    private const int MostRuns = 10;
    private const int MostSymbols = 40;

    internal static void Write(MarkupWriter markup, IReadOnlyList<SessionFacts> runs)
    {
        if (runs.Count == 0)
            return;
        HtmlReport.Open(markup, "Session");
        if (runs.Count > MostRuns)
            markup.Line($"<p class=\"muted\">The newest {ReportWords.Count(MostRuns)} of {ReportWords.Count(runs.Count)} runs.</p>");
        foreach (var facts in runs.TakeLast(MostRuns))
            WriteRun(markup, facts);
        HtmlReport.Close(markup);
    }

    /// <summary>From the first run to the last, in a line: <c>2025-01-01 00:00 to 2025-01-31 00:00 UTC (30 d 0 h)</c>.</summary>
    internal static string Span(IReadOnlyList<SessionFacts> runs) => runs.Count == 0 ? ""
        : $" · {Words(runs[0].StartNanos, runs.Max(facts => facts.EndNanos))} · {ReportWords.Counted(runs.Count, "run", "runs")}";

    private static void WriteRun(MarkupWriter markup, SessionFacts facts)
    {
        markup.Line($"<dl class=\"facts\">");
        Fact(markup, "run", facts.Run);
        Fact(markup, "account", $"{facts.Account} ({facts.Environment})");
        Fact(markup, "start and end", Words(facts.StartNanos, facts.EndNanos));
        Fact(markup, "market", facts.Market);
        Fact(markup, "symbols", string.Join(", ", facts.Symbols.Take(MostSymbols)) + (facts.Symbols.Count > MostSymbols ? $" and {facts.Symbols.Count - MostSymbols} more" : ""));
        Fact(markup, "bars", ReportWords.Duration(facts.IntervalNanos));
        Fact(markup, "venue", facts.Venue ?? "built-in");
        Fact(markup, "speed", SpeedOf(facts.Speed));
        Fact(markup, "seed", facts.Seed.ToString(CultureInfo.InvariantCulture));
        Fact(markup, "decisions", ReportWords.Count(facts.Decisions));
        Hash(markup, "configuration hash", facts.ConfigHash);
        Hash(markup, "code hash", facts.CodeHash);
        markup.Line($"</dl>");
    }

    private static string SpeedOf(double? speed) => speed switch
    {
        null => "as fast as the machine: a virtual world",
        1 => "real time",
        { } times => $"{times.ToString("#,0.##", CultureInfo.InvariantCulture)} times real time",
    };

    private static string Words(long first, long last) => $"{ReportWords.Minute(first)} to {ReportWords.Minute(last)} UTC ({ReportWords.Duration(last - first)})";

    private static void Fact(MarkupWriter markup, string name, string value) => markup.Line($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    private static void Hash(MarkupWriter markup, string name, string hash) => markup.Line($"<div><dt>{name}</dt><dd class=\"hash\">{hash}</dd></div>");
}
