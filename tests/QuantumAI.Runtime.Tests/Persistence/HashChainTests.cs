using System.Text;
using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Runtime.Tests.Persistence;

public sealed class HashChainTests
{
    private static readonly EventData Event = new("OrderFilled", Encoding.UTF8.GetBytes("{\"price\":\"1.00\"}"), 1_700_000_000_000_000_000);

    /// <summary>The expected digits come from another implementation of the documented layout.</summary>
    [Fact]
    public void link_must_stay_what_it_was_because_journals_hold_it() => Assert.Equal(
        "e50f215099fb65c6a5af8f1f9bc97741977dcf500e0c844d6e347664d8c8bb06", Convert.ToHexStringLower(HashChain.Next(HashChain.Origin, Event)));

    [Fact]
    public void Prop_link_changes_with_every_field() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<long>(), (type, payload, nanos) =>
        {
            payload ??= [];
            // Unpaired surrogates have no UTF-8 form of their own; no event is named by one.
            var name = new string([.. type.Get.Where(character => !char.IsSurrogate(character))]);
            var data = new EventData(name, payload, nanos);
            var link = HashChain.Next(HashChain.Origin, data);
            var otherOrigin = HashChain.Origin;
            otherOrigin[31] = 1;
            EventData[] changed =
            [
                data with { Type = name + "x" },
                data with { TimeNanos = unchecked(nanos + 1) },
                data with { Payload = (byte[])[.. payload, 0] },
                .. payload.Select((_, at) => data with { Payload = payload.Select((octet, i) => i == at ? (byte)(octet ^ 1) : octet).ToArray() }),
            ];
            return link.SequenceEqual(HashChain.Next(HashChain.Origin, data))
                && !link.SequenceEqual(HashChain.Next(otherOrigin, data))
                && changed.All(other => !link.SequenceEqual(HashChain.Next(HashChain.Origin, other)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void link_must_differ_when_bytes_move_between_type_and_payload() => Assert.NotEqual(
        HashChain.Next(HashChain.Origin, new EventData("ab", "c"u8.ToArray(), 0)),
        HashChain.Next(HashChain.Origin, new EventData("a", "bc"u8.ToArray(), 0)));

    [Fact]
    public void link_must_be_the_same_when_the_event_is_larger_than_the_stack_buffer()
    {
        var large = Event with { Payload = new byte[10_000] };
        Assert.Equal(HashChain.Next(HashChain.Origin, large), HashChain.Next(HashChain.Origin, large with { Payload = new byte[10_000] }));
        Assert.NotEqual(HashChain.Next(HashChain.Origin, large), HashChain.Next(HashChain.Origin, large with { Payload = new byte[9_999] }));
    }

    [Fact]
    public void journal_hash_must_not_depend_on_the_order_of_streams()
    {
        var (forward, backward) = (new MemoryJournalStore(), new MemoryJournalStore());
        string[] streams = ["account/b", "account/a", "orders"];
        foreach (var stream in streams)
            forward.Append([new AppendRequest(stream, 0, [Event])]);
        foreach (var stream in streams.Reverse())
            backward.Append([new AppendRequest(stream, 0, [Event])]);
        var hash = HashChain.JournalHash(forward.Heads());
        Assert.Equal(hash, HashChain.JournalHash(backward.Heads()));
        Assert.Equal(hash, HashChain.JournalHash([.. forward.Heads().Reverse()]));
        Assert.Matches("^[0-9a-f]{64}$", hash);
    }

    [Fact]
    public void journal_hash_must_change_when_name_sequence_or_link_changes()
    {
        var link = HashChain.Next(HashChain.Origin, Event);
        StreamHead[] heads =
        [
            new("a", 1, link), new("b", 1, link), new("a", 2, link), new("a", 1, HashChain.Origin),
        ];
        Assert.Equal(5, heads.Select(head => HashChain.JournalHash([head])).Append(HashChain.JournalHash([])).Distinct().Count());
    }
}
