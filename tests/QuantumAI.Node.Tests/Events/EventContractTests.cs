using System.Text;
using System.Text.Json.Nodes;
using QuantumAI.Node.Composition;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Node.Tests.Events;

/// <summary>What every journal may hold, whichever stream it is in.</summary>
public sealed class EventContractTests
{
    private const string HowToRead = """
        tests/golden/events.txt is what journals out there hold, and the code now says something else.
        A line with + only, for a new event type or for a field “optional” at the end of its type: copy it into the file.
        A line whose list of enum names grew at its end: change it; builds before this one refuse the event by its place.
        Anything else (a field or an enum name renamed, moved, removed, of another kind, or required and new): raise the type's
        schema version, add an EventUpcaster from the version before to its codec, and then change the file.
        A type's name stays for ever, unless an upcaster renames it.
        """;

    private static IEnumerable<string> Contract =>
    [
        .. EventContract.Lines("account", AccountEventCodec.Instance.Types),
        .. EventContract.Lines("session", SessionEventCodec.Instance.Types),
    ];

    [Fact]
    public void Contract_must_equal_the_golden_file_when_compared()
    {
        var golden = File.ReadAllLines(Golden("events.txt"));
        var now = Contract.ToArray();
        if (golden.SequenceEqual(now))
            return;
        var at = golden.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.Fail($"""
            {HowToRead}
            The first difference is in line {at + 1}; removed:
            {string.Join('\n', Named(golden).Except(Named(now)).Select(line => $"  - {line}"))}
            added:
            {string.Join('\n', Named(now).Except(Named(golden)).Select(line => $"  + {line}"))}
            """);
    }

    [Fact]
    public void Session_event_must_be_equal_when_an_earlier_build_wrote_it()
    {
        var lines = File.ReadLines(Golden("event-payloads.jsonl")).Select(line => JsonNode.Parse(line)!).Where(line => line["stream"]!.GetValue<string>() == "session").ToArray();

        Assert.NotEmpty(lines);
        foreach (var line in lines)
        {
            var decoded = Assert.IsType<SessionConfigured>(SessionEventCodec.Instance.Decode(new StoredEvent("session", 1, new EventData(
                line["type"]!.GetValue<string>(), Encoding.UTF8.GetBytes(line["payload"]!.ToJsonString()), 0, line["schema"]!.GetValue<int>()))));
            Assert.Equal(["BTCUSDT", "ETHUSDT"], decoded.Symbols);
            Assert.Equal(new SessionConfigured(ulong.MaxValue, "synthetic", decoded.Symbols, 3_600_000_000_000, 1_735_689_600_000_000_000, "c0ffee"), decoded);
        }
    }

    /// <summary>Each line with the event that it belongs to, so that a moved field is seen as well.</summary>
    private static IEnumerable<string> Named(IEnumerable<string> lines)
    {
        var type = "";
        foreach (var line in lines)
        {
            type = line.StartsWith(' ') ? type : line;
            yield return line.StartsWith(' ') ? $"{type}:{line}" : line;
        }
    }

    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "golden", name);
}
