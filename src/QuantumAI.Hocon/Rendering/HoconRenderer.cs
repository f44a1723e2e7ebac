namespace QuantumAI.Hocon.Rendering;

/// <summary>Turns a resolved tree into text. Pure; the same tree and options give the same text everywhere.</summary>
public static class HoconRenderer
{
    /// <summary>JSON; numbers without exponents up to 400 digits.</summary>
    public static string ToJson(HoconValue value, HoconRenderOptions? options = null)
    {
        var writer = new TreeWriter(options ?? HoconRenderOptions.Default, hocon: false);
        writer.Write(value);
        return writer.ToString();
    }

    /// <summary>HOCON that parses back to an equal tree: one field per line, root braces omitted. Always indented.</summary>
    public static string ToHocon(HoconValue value, HoconRenderOptions? options = null)
    {
        var writer = new TreeWriter((options ?? HoconRenderOptions.Default) with { Indented = true }, hocon: true);
        writer.WriteRoot(value);
        return writer.ToString();
    }
}
