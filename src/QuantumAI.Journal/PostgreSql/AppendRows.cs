using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>The columns of a batch, as the database takes them: a list each.</summary>
internal sealed class AppendRows
{
    public List<string> Names { get; } = [];

    public List<long> Sequences { get; } = [];

    public List<long> Epochs { get; } = [];

    public List<byte[]> Links { get; } = [];

    public List<long> NewSequences { get; } = [];

    public List<long> NewEpochs { get; } = [];

    public List<byte[]> NewLinks { get; } = [];

    /// <summary>How many streams end elsewhere afterwards.</summary>
    public int Moved { get; private set; }

    public List<int> ProbeStreams { get; } = [];

    public List<byte[]> ProbeIds { get; } = [];

    public List<int> CommandStreams { get; } = [];

    public List<byte[]> CommandIds { get; } = [];

    public List<long> CommandFirsts { get; } = [];

    public List<long> CommandLasts { get; } = [];

    public List<int> EventStreams { get; } = [];

    public List<long> EventSequences { get; } = [];

    public List<string> Types { get; } = [];

    public List<int> Schemas { get; } = [];

    public List<string> Payloads { get; } = [];

    public List<long> Times { get; } = [];

    public List<string?> Causations { get; } = [];

    public List<string?> Correlations { get; } = [];

    /// <summary>The append's link at its last event, null at the others.</summary>
    public List<byte[]?> EventLinks { get; } = [];

    public static byte[] BytesOf(CommandId id)
    {
        var bytes = new byte[CommandId.Bytes];
        id.WriteTo(bytes);
        return bytes;
    }

    public void Clear()
    {
        Names.Clear();
        Sequences.Clear();
        Epochs.Clear();
        Links.Clear();
        NewSequences.Clear();
        NewEpochs.Clear();
        NewLinks.Clear();
        Moved = 0;
        ProbeStreams.Clear();
        ProbeIds.Clear();
        CommandStreams.Clear();
        CommandIds.Clear();
        CommandFirsts.Clear();
        CommandLasts.Clear();
        EventStreams.Clear();
        EventSequences.Clear();
        Types.Clear();
        Schemas.Clear();
        Payloads.Clear();
        Times.Clear();
        Causations.Clear();
        Correlations.Clear();
        EventLinks.Clear();
    }

    /// <summary>A stream before and after the batch.</summary>
    public void Add(StreamGroup group)
    {
        Names.Add(group.Name);
        Sequences.Add(group.Known.Sequence);
        Epochs.Add(group.Known.Epoch);
        Links.Add(group.Known.Link);
        NewSequences.Add(group.Sequence);
        NewEpochs.Add(group.Epoch);
        NewLinks.Add(group.Link);
        Moved += group.HasMoved ? 1 : 0;
    }

    /// <summary>An accepted append; the group has just taken it.</summary>
    public void Add(StreamGroup group, AppendRequest request)
    {
        for (var i = 0; i < request.Events.Count; i++)
        {
            var data = request.Events[i];
            EventStreams.Add(group.Index);
            EventSequences.Add(request.ExpectedSequence + 1 + i);
            Types.Add(data.Type);
            Schemas.Add(data.SchemaVersion);
            Payloads.Add(StoredText.Decode(data.Payload.Span));
            Times.Add(data.TimeNanos);
            Causations.Add(data.Cause.Causation);
            Correlations.Add(data.Cause.Correlation);
            EventLinks.Add(i == request.Events.Count - 1 ? group.Link : null);
        }

        if (request.CommandId.IsNone)
            return;
        CommandStreams.Add(group.Index);
        CommandIds.Add(BytesOf(request.CommandId));
        CommandFirsts.Add(request.ExpectedSequence + 1);
        CommandLasts.Add(group.Sequence);
    }
}
