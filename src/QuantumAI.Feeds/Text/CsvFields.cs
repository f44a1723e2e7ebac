namespace QuantumAI.Feeds.Text;

/// <summary>Splits a line at its commas. Quotes have no meaning: no supported format writes them.</summary>
internal static class CsvFields
{
    /// <summary>Writes the place of each field and returns how many fields there are, also when there are more than places.</summary>
    public static int Split(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        var count = 0;
        var start = 0;
        while (true)
        {
            var comma = line[start..].IndexOf((byte)',');
            var end = comma < 0 ? line.Length : start + comma;
            if (count < fields.Length)
                fields[count] = start..end;
            count++;
            if (comma < 0)
                return count;
            start = end + 1;
        }
    }
}
