using System.Text;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Tests;

/// <summary>What <c>tests/golden/journals/format-3.sql</c> holds: causes, schema versions, commands, epochs, appends of several events, a claimed stream.</summary>
internal static class GoldenJournal
{
    public static void Write(IJournalStore store)
    {
        store.Append([new AppendRequest("session", 0, [Event("SessionConfigured", """{"seed":11}""", 1)])]);
        store.Claim("account/a", 7);
        store.Append(
        [
            new AppendRequest("account/a", 0, [Event("AccountOpened", """{"deposit":"100000.00000000"}""", 2)], 7, CommandId.OfText("open")),
            new AppendRequest("account/ü", 0, [Event("AccountOpened", """{"words":"zwölf 한국 😀"}""", 2)]),
        ]);
        var cause = new EventCause("bar:1735693200", "qa-1");
        store.Append(
        [
            new AppendRequest(
                "account/a", 1,
                [
                    Event("OrderApproved", """{"clientOrderId":"qa-1"}""", 3) with { Cause = cause },
                    Event("OrderIntended", """{"clientOrderId":"qa-1"}""", 3) with { Cause = cause, SchemaVersion = 2 },
                    Event("OrderNoted", "{}", 3) with { SchemaVersion = 3, Cause = new EventCause(null, "qa-1") },
                ],
                7, CommandId.OfText("submit")),
        ]);
        store.Claim("claimed", 3);
    }

    private static EventData Event(string type, string payload, long seconds) =>
        new(type, Encoding.UTF8.GetBytes(payload), 1_735_689_600_000_000_000 + (seconds * 1_000_000_000));
}
