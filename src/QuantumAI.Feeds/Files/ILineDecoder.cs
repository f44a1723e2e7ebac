using QuantumAI.Feeds.Bars;

namespace QuantumAI.Feeds.Files;

/// <summary>Turns the data lines of one format into records. Each pass has its own.</summary>
internal interface ILineDecoder
{
    /// <summary>The times of the bars, or null when the format has none.</summary>
    BarClock? Clock { get; }

    /// <summary>The symbol that the lines themselves name, or null.</summary>
    string? Symbol { get; }

    /// <summary>Checks a line and hands on what it holds; a problem goes to the log and the line is left out.</summary>
    void Decode(ReadOnlySpan<byte> line, IRecordSink sink);

    /// <summary>Checks what only the whole file shows.</summary>
    void Finish();
}
