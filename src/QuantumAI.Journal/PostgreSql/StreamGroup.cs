using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>The appends of one batch to one stream, decided one after the other against the stream as it is known.</summary>
/// <param name="name">The stream.</param>
/// <param name="index">Its place in the batch's arrays, from 1 as the database counts.</param>
/// <param name="known">How the stream is before the batch.</param>
internal sealed class StreamGroup(string name, int index, StreamState known)
{
    private Dictionary<CommandId, CommandPlace>? _commands;

    public string Name => name;

    public int Index => index;

    public StreamState Known => known;

    public long Sequence { get; private set; } = known.Sequence;

    public long Epoch { get; private set; } = known.Epoch;

    public byte[] Link { get; private set; } = known.Link;

    public bool HasMoved => Sequence > known.Sequence;

    /// <summary>The refusal that is owed, or null. What only PostgreSQL knows comes before what every store refuses.</summary>
    /// <param name="request">One of this stream.</param>
    /// <param name="account">The writer's.</param>
    /// <param name="earlier">The command's place in the database, when it is known to be there.</param>
    public AppendResult? Refusal(AppendRequest request, string account, CommandPlace? earlier)
    {
        if (known.QuarantinedFrom is { } from)
            return new(AppendOutcome.Fenced, Sequence, $"stream {name} is quarantined from {from}: {known.QuarantineReason}");
        if (known.Account is { } owner && owner != account)
            return new(AppendOutcome.Fenced, Sequence, $"stream {name} belongs to account {owner}, the writer to {account}");
        if (earlier is null && _commands is not null && _commands.TryGetValue(request.CommandId, out var place))
            earlier = place;
        return AppendResult.Refusal(request, Sequence, Epoch, earlier);
    }

    /// <summary>Takes an accepted append.</summary>
    public void Accept(AppendRequest request)
    {
        Link = HashChain.Next(Link, request.Events);
        Sequence += request.Events.Count;
        Epoch = request.Epoch;
        if (!request.CommandId.IsNone)
            (_commands ??= []).Add(request.CommandId, new CommandPlace(request.CommandId, request.ExpectedSequence + 1, Sequence));
    }

    /// <summary>How the stream is once the batch is durable.</summary>
    public StreamState After(string account) => known with { Sequence = Sequence, Epoch = Epoch, Link = Link, Account = HasMoved ? account : known.Account };
}
