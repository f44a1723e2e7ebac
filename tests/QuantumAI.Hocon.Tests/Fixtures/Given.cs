namespace QuantumAI.Hocon.Tests.Fixtures;

/// <summary>Short forms for tests: texts in, JSON on one line out.</summary>
internal static class Given
{
    public static HoconConfig Load(string text, params (string Name, string Text)[] files) =>
        HoconConfig.Load([HoconSource.FromText("main.conf", text)], Options(files));

    public static HoconConfig Layers(params (string Name, string Text)[] layers) =>
        HoconConfig.Load([.. layers.Select(l => HoconSource.FromText(l.Name, l.Text))]);

    public static string Json(string text, params (string Name, string Text)[] files) => Load(text, files).Root.ToString();

    public static HoconProblem Refused(string text, params (string Name, string Text)[] files) =>
        Assert.Throws<HoconException>(() => Load(text, files)).Problem;

    public static HoconLoadOptions Options(params (string Name, string Text)[] files) => new()
    {
        Includes = new HoconMemorySources(files.Select(f => HoconSource.FromText(f.Name, f.Text))),
        Environment = name => name switch { "HOME" => "/home/q", "EMPTY" => "", _ => null },
    };
}
