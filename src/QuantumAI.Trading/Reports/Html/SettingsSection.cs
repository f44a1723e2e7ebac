namespace QuantumAI.Trading.Reports.Html;

/// <summary>What is needed to run the same session again, and the hashes that must come out.</summary>
internal static class SettingsSection
{
    private const int MostFacts = 200;

    internal static void Write(MarkupWriter markup, ReportInput input)
    {
        HtmlReport.Open(markup, "Settings and hashes");
        markup.Line($"<dl class=\"facts\">");
        foreach (var (name, value) in input.Settings.Take(MostFacts))
            WriteSetting(markup, name, value);
        Fact(markup, "orders, fills", $"{ReportWords.Count(input.Session.Orders.Count)}, {ReportWords.Count(input.Session.Fills.Count)}");
        if (input.EventsPerSecond is { } speed)
            Fact(markup, "events per second", ReportWords.Count((long)Math.Round(speed)));
        Hash(markup, "journal hash", input.JournalHash);
        Hash(markup, "order list hash", input.Session.OrderListHash);
        markup.Line($"</dl>");
        if (input.Settings.Count > MostFacts)
            markup.Line($"<p class=\"muted\">{ReportWords.Counted(input.Settings.Count - MostFacts, "more setting is", "more settings are")} left out.</p>");
        HtmlReport.Close(markup);
    }

    private static void WriteSetting(MarkupWriter markup, string name, string value)
    {
        if (value.Length >= 32 && value.All(char.IsAsciiHexDigit))
            Hash(markup, name, value);
        else
            Fact(markup, name, value);
    }

    private static void Fact(MarkupWriter markup, string name, string value) => markup.Line($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    private static void Hash(MarkupWriter markup, string name, string hash) =>
        markup.Line($"<div><dt>{name}</dt><dd class=\"hash\">{(hash.Length == 0 ? "there was no journal" : hash)}</dd></div>");
}
