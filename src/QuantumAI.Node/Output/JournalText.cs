using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using QuantumAI.Domain.Market;
using QuantumAI.Journal;
using QuantumAI.Journal.Repair;
using QuantumAI.Node.Terminal;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Node.Output;

/// <summary>A journal as lines for people and as JSON for programs.</summary>
internal static class JournalText
{
    private const int ShownLast = 20;
    private const int ShownMost = 100;
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Describe(JournalHead head) => string.Create(
        CultureInfo.InvariantCulture, $"{head.LastPosition} events in {head.Commits} commits, last link {Convert.ToHexStringLower(head.Link.Span)}");

    public static string Verified(IJournalArchive archive, JournalHead head)
    {
        var streams = archive.Streams();
        var quarantined = streams.Count(stream => stream.QuarantinedFrom is not null);
        var verdict = quarantined == 0 ? "is whole" : $"verifies, but is not whole: {quarantined} of {streams.Count} streams are quarantined and take no more events";
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{archive.Place} {verdict}: {Describe(head)}\n");
        foreach (var stream in streams)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {stream.Name}  {stream.LastSequence} events");
            if (stream.QuarantineReason is { } reason)
                text.Append(CultureInfo.InvariantCulture, $"  QUARANTINED: {reason}");
            text.Append('\n');
        }

        return text.Append(CultureInfo.InvariantCulture, $"journal hash: {HashChain.JournalHash(archive.Heads())}").ToString();
    }

    public static string VerifiedJson(IJournalArchive archive, JournalHead head) => Json(writer =>
    {
        var quarantined = archive.Streams().Where(stream => stream.QuarantinedFrom is not null).ToArray();
        writer.WriteBoolean("whole", quarantined.Length == 0);
        WriteHead(writer, archive, head);
        writer.WriteStartObject("quarantined");
        foreach (var stream in quarantined)
            writer.WriteString(stream.Name, stream.QuarantineReason);
        writer.WriteEndObject();
    });

    public static string DamageJson(JournalException damage) => Json(writer =>
    {
        writer.WriteBoolean("whole", false);
        writer.WriteString("stream", damage.Stream);
        if (damage.Sequence is { } sequence)
            writer.WriteNumber("sequence", sequence);
        writer.WriteString("message", damage.Message);
    });

    public static string Repaired(string path, JournalRepairReport report)
    {
        if (!report.WasDamaged)
            return $"{path} is whole: nothing was changed";
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"found: {report.Damage}\n")
            .Append(CultureInfo.InvariantCulture, $"saved {report.EventsCopied} events of {report.Streams} streams; the damaged file is kept as {report.KeptAs}\n");
        foreach (var stream in report.Quarantined)
            text.Append(CultureInfo.InvariantCulture, $"QUARANTINED {stream.Name} from sequence {stream.FromSequence} ({stream.RowsKept} rows put aside): {stream.Reason}\n");
        foreach (var notice in report.Notices)
            text.Append(CultureInfo.InvariantCulture, $"{notice}\n");
        return text.ToString().TrimEnd();
    }

    /// <summary>One line per event: place, time, type, causes, payload.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="archive">The journal.</param>
    /// <param name="stream">One stream, or null for all.</param>
    /// <param name="from">First sequence or position; negative = that many before the end; null = the last ones.</param>
    /// <param name="limit">Events at most; the default when null.</param>
    /// <param name="about">Only events with this word, from the first one on.</param>
    public static void Show(TextWriter output, IJournalArchive archive, string? stream, long? from, long? limit, string? about)
    {
        if (stream is not null && archive.Streams().All(known => known.Name != stream))
            throw new UsageException($"{archive.Place} has no stream {PrintableText.LineOf(stream)}; it has {string.Join(", ", archive.Streams().Select(known => known.Name))}");
        var end = stream is null ? archive.Head().LastPosition : archive.Heads().FirstOrDefault(head => head.Stream == stream)?.LastSequence ?? 0;
        var first = about is not null ? 1 : from ?? -(limit ?? ShownLast);
        if (first < 0)
            first = Math.Max(1, end + 1 + first);
        var events = stream is null ? archive.ReadAll(first) : archive.Read(stream, first);
        var shown = 0;
        foreach (var stored in events.Where(stored => about is null || IsAbout(stored, about)).Take((int)Math.Min(limit ?? ShownMost, int.MaxValue)))
        {
            output.WriteLine(PrintableText.LineOf(Line(stored), isCut: false));
            shown++;
        }

        if (shown == 0 && about is not null)
            throw new UsageException($"{archive.Place}: no event has the word “{PrintableText.LineOf(about)}” in its cause, correlation or payload");
    }

    /// <summary>Every event as one JSON object on a line of its own; the last line is the journal's head.</summary>
    public static void Export(TextWriter output, IJournalArchive archive, ProgressBar? progress)
    {
        var (environment, accounts) = (archive.Environment(), archive.Streams().ToDictionary(stream => stream.Name, stream => stream.Account));
        var head = archive.Head();
        foreach (var stored in archive.ReadAll().TakeWhile(stored => stored.Position <= head.LastPosition))
        {
            output.WriteLine(Json(writer => Write(writer, stored, environment, accounts.GetValueOrDefault(stored.Stream))));
            progress?.Show("exporting", stored.Position, head.LastPosition);
        }

        output.WriteLine(Json(writer => WriteHead(writer, archive, head)));
    }

    private static bool IsAbout(StoredEvent stored, string about) =>
        HasWord(stored.Data.Cause.Causation, about) || HasWord(stored.Data.Cause.Correlation, about)
        || HasWord(Encoding.UTF8.GetString(stored.Data.Payload.Span), about);

    /// <summary>Whole words only: an order's id is not the beginning of another's.</summary>
    private static bool HasWord(string? text, string word)
    {
        for (var at = text?.IndexOf(word, StringComparison.Ordinal) ?? -1; at >= 0; at = text!.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text![at - 1])) && (end == text!.Length || !char.IsLetterOrDigit(text[end])))
                return true;
        }

        return false;
    }

    private static string Line(StoredEvent stored)
    {
        var (causation, correlation) = stored.Data.Cause;
        var cause = (causation, correlation) switch
        {
            (null, null) => "",
            (null, _) => $"  ({correlation})",
            (_, null) => $"  [{causation}]",
            _ => $"  [{causation}] ({correlation})",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{stored.Stream} {stored.Sequence}  {UnixNanos.Format(stored.Data.TimeNanos)}  {stored.Data.Type}{cause}  {Encoding.UTF8.GetString(stored.Data.Payload.Span)}");
    }

    private static void Write(Utf8JsonWriter writer, StoredEvent stored, string environment, string? account)
    {
        writer.WriteNumber("position", stored.Position);
        writer.WriteString("stream", stored.Stream);
        writer.WriteNumber("sequence", stored.Sequence);
        writer.WriteString("environment", environment);
        writer.WriteString("account", account);
        writer.WriteString("type", stored.Data.Type);
        writer.WriteNumber("schemaVersion", stored.Data.SchemaVersion);
        writer.WriteString("time", UnixNanos.FormatIso(stored.Data.TimeNanos));
        writer.WriteString("causation", stored.Data.Cause.Causation);
        writer.WriteString("correlation", stored.Data.Cause.Correlation);
        writer.WritePropertyName("payload");
        writer.WriteRawValue(stored.Data.Payload.Span);
    }

    private static void WriteHead(Utf8JsonWriter writer, IJournalArchive archive, JournalHead head)
    {
        writer.WriteNumber("commits", head.Commits);
        writer.WriteNumber("events", head.LastPosition);
        writer.WriteString("link", Convert.ToHexStringLower(head.Link.Span));
        writer.WriteString("journalHash", HashChain.JournalHash(archive.Heads()));
    }

    internal static string Json(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Plain))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
