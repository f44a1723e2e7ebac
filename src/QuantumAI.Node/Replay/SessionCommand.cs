using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Node.Replay;

/// <summary>What a session decided: an intent, a cancel or a denial, as the account's stream has it.</summary>
/// <param name="Sequence">Its place in the account's stream.</param>
/// <param name="Data">The event.</param>
internal readonly record struct SessionCommand(long Sequence, EventData Data)
{
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        nameof(OrderIntended), nameof(OrderReleased), nameof(OrderDenied), nameof(OrderReleaseDenied), nameof(OrderCancelRequested), nameof(OrderAmendRequested),
    };

    /// <summary>What became of orders that the venue does not have: that is decided here too.</summary>
    private static readonly HashSet<string> OwnEnds = new(StringComparer.Ordinal) { nameof(OrderCanceled), nameof(OrderAmended), nameof(OrderExpired) };

    private static readonly HashSet<string> OwnCauses = new(StringComparer.Ordinal) { "request", "deadline" };

    public static bool Is(EventData data) => Types.Contains(data.Type)
        || (OwnEnds.Contains(data.Type) && data.Cause.Causation is { } cause && (OwnCauses.Contains(cause) || cause.StartsWith("price:#", StringComparison.Ordinal)));

    /// <summary>Whether two say the same: type, payload and cause, byte for byte; the time is a wall clock's in a live world and does not count.</summary>
    public bool SaysTheSameAs(SessionCommand other) =>
        Data.Type == other.Data.Type && Data.Cause == other.Data.Cause && Data.Payload.Span.SequenceEqual(other.Data.Payload.Span);

    /// <summary>For people, on one line.</summary>
    public string Words() => $"{Data.Type} {Encoding.UTF8.GetString(Data.Payload.Span)}";

    /// <summary>Adds it to a hash: each part with its length.</summary>
    public void AddTo(IncrementalHash hash)
    {
        Add(hash, Encoding.UTF8.GetBytes(Data.Type));
        Add(hash, Data.Payload.Span);
        Add(hash, Encoding.UTF8.GetBytes(Data.Cause.Causation ?? ""));
        Add(hash, Encoding.UTF8.GetBytes(Data.Cause.Correlation ?? ""));
    }

    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
