using System.Globalization;
using System.Text;
using QuantumAI.Domain.Market;
using QuantumAI.Journal;
using QuantumAI.Node.Composition;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Node.Output;

/// <summary>What a journal holds, counted.</summary>
internal sealed class JournalStats
{
    private readonly SortedDictionary<string, long> _byType = new(StringComparer.Ordinal);
    private long _payloadBytes;
    private long _firstNanos = long.MaxValue;
    private long _lastNanos = long.MinValue;

    private JournalStats(string place, string environment, JournalHead head, IReadOnlyList<JournalStream> streams, long? fileBytes) =>
        (Place, Environment, Head, Streams, FileBytes) = (place, environment, head, streams, fileBytes);

    public string Place { get; }

    public string Environment { get; }

    public JournalHead Head { get; }

    public IReadOnlyList<JournalStream> Streams { get; }

    /// <summary>Size of the file and its log; null where the journal is no file.</summary>
    public long? FileBytes { get; }

    public static JournalStats Of(IJournalArchive archive, JournalPlace place)
    {
        var stats = new JournalStats(archive.Place, archive.Environment(), archive.Head(), archive.Streams(), place.IsFile ? SizeOf(place.FilePath) : null);
        foreach (var stored in archive.ReadAll())
            stats.Add(stored.Data);
        return stats;
    }

    public string ToText()
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Place}  environment {Environment}\n{JournalText.Describe(Head)}\n");
        if (Head.LastPosition > 0)
            text.Append(CultureInfo.InvariantCulture, $"market time {UnixNanos.Format(_firstNanos)} to {UnixNanos.Format(_lastNanos)}, {(double)Head.LastPosition / Math.Max(1, Head.Commits):0.0} events a commit\n");
        text.Append(CultureInfo.InvariantCulture, $"payload {_payloadBytes:N0} bytes");
        if (FileBytes is { } bytes)
            text.Append(CultureInfo.InvariantCulture, $", file and log {bytes:N0} bytes");
        text.Append("\n\nstream                           account       events     epoch\n");
        foreach (var stream in Streams)
        {
            text.Append(CultureInfo.InvariantCulture, $"{stream.Name,-32} {stream.Account,-12} {stream.LastSequence,7:N0}  {stream.Epoch,8:N0}");
            text.Append(stream.QuarantineReason is { } reason ? $"  QUARANTINED: {reason}\n" : "\n");
        }

        text.Append("\ntype                              events\n");
        foreach (var (type, count) in _byType)
            text.Append(CultureInfo.InvariantCulture, $"{type,-32} {count,7:N0}\n");
        return text.ToString().TrimEnd();
    }

    public string ToJson() => JournalText.Json(writer =>
    {
        writer.WriteString("place", Place);
        writer.WriteString("environment", Environment);
        writer.WriteNumber("commits", Head.Commits);
        writer.WriteNumber("events", Head.LastPosition);
        writer.WriteString("link", Convert.ToHexStringLower(Head.Link.Span));
        writer.WriteNumber("payloadBytes", _payloadBytes);
        if (FileBytes is { } bytes)
            writer.WriteNumber("fileBytes", bytes);
        if (Head.LastPosition > 0)
        {
            writer.WriteString("firstTime", UnixNanos.FormatIso(_firstNanos));
            writer.WriteString("lastTime", UnixNanos.FormatIso(_lastNanos));
        }

        writer.WriteStartArray("streams");
        foreach (var stream in Streams)
        {
            writer.WriteStartObject();
            writer.WriteString("name", stream.Name);
            writer.WriteString("account", stream.Account);
            writer.WriteNumber("events", stream.LastSequence);
            writer.WriteNumber("epoch", stream.Epoch);
            writer.WriteString("quarantined", stream.QuarantineReason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("types");
        foreach (var (type, count) in _byType)
            writer.WriteNumber(type, count);
        writer.WriteEndObject();
    });

    private static long SizeOf(string path) => ((string[])[path, path + "-wal"]).Where(File.Exists).Sum(file => new FileInfo(file).Length);

    private void Add(EventData data)
    {
        _byType[data.Type] = _byType.GetValueOrDefault(data.Type) + 1;
        _payloadBytes += data.Payload.Length;
        _firstNanos = Math.Min(_firstNanos, data.TimeNanos);
        _lastNanos = Math.Max(_lastNanos, data.TimeNanos);
    }
}
