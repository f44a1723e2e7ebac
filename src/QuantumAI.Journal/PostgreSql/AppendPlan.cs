using System.Buffers;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>A batch as it is decided on what the writer knows: the results, and the rows that the database is asked to write.</summary>
/// <remarks>The decision counts only when the database finds the streams as they are known here. Reused from batch to batch; one caller.</remarks>
internal sealed class AppendPlan(string account)
{
    private readonly Dictionary<string, StreamGroup> _groups = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _entries = new(4096);

    public AppendRows Rows { get; } = new();

    public AppendResult[] Results { get; private set; } = [];

    public IReadOnlyCollection<StreamGroup> Groups => _groups.Values;

    /// <summary>What the commit's link covers of each accepted append.</summary>
    public ReadOnlyMemory<byte> Entries => _entries.WrittenMemory;

    /// <summary>The command of a probe, counted from 0.</summary>
    public List<(string Stream, CommandId Id)> Probes { get; } = [];

    /// <summary>Decides every request in order.</summary>
    /// <param name="requests">The batch, checked.</param>
    /// <param name="streams">The streams as they are known; an absent one counts as new.</param>
    /// <param name="places">Commands that the database is known to hold; the others are probed.</param>
    public void Decide(IReadOnlyList<AppendRequest> requests, Dictionary<string, StreamState> streams, Dictionary<(string Stream, CommandId Id), CommandPlace> places)
    {
        _groups.Clear();
        _entries.ResetWrittenCount();
        Probes.Clear();
        Rows.Clear();
        Results = new AppendResult[requests.Count];
        for (var i = 0; i < Results.Length; i++)
            Results[i] = Decide(requests[i], GroupOf(requests[i].Stream, streams), places);
        foreach (var group in _groups.Values)
            Rows.Add(group);
    }

    private AppendResult Decide(AppendRequest request, StreamGroup group, Dictionary<(string Stream, CommandId Id), CommandPlace> places)
    {
        CommandPlace? earlier = null;
        if (!request.CommandId.IsNone)
        {
            if (places.Count > 0 && places.TryGetValue((request.Stream, request.CommandId), out var place))
                earlier = place;
            else
                Probe(request, group);
        }

        if (group.Refusal(request, account, earlier) is { } refusal)
            return refusal;
        group.Accept(request);
        Rows.Add(group, request);
        Cover(new StreamHead(request.Stream, group.Sequence, group.Link));
        return new AppendResult(AppendOutcome.Appended, group.Sequence);
    }

    private void Probe(AppendRequest request, StreamGroup group)
    {
        Probes.Add((request.Stream, request.CommandId));
        Rows.ProbeStreams.Add(group.Index);
        Rows.ProbeIds.Add(AppendRows.BytesOf(request.CommandId));
    }

    private void Cover(StreamHead append)
    {
        var length = HashChain.CommitEntryBytes(append.Stream);
        HashChain.WriteCommitEntry(append, _entries.GetSpan(length));
        _entries.Advance(length);
    }

    private StreamGroup GroupOf(string name, Dictionary<string, StreamState> streams)
    {
        if (!_groups.TryGetValue(name, out var group))
            _groups.Add(name, group = new StreamGroup(name, _groups.Count + 1, streams.GetValueOrDefault(name) ?? StreamState.Absent));
        return group;
    }
}
