using System.Text.Unicode;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Models;

/// <summary>The journal of a <see cref="JournalServer"/> as one process sees it over its line.</summary>
internal sealed class JournalConnection(JournalServer server, SimulatedNetwork network, SimulatedProcess process, string site) : IJournalStore
{
    /// <summary>Whether the line was good at the last call: a question may still pass on it when answers no longer do.</summary>
    private bool _isConnected;
    private bool _isDisposed;

    /// <summary>As the database: what is not UTF-8, or has a NUL, is refused before anything is sent.</summary>
    public void Check(AppendRequest request)
    {
        if (request.Events.Count == 0)
            throw new ArgumentException("an append carries at least one event", nameof(request));
        foreach (var data in request.Events)
        {
            if (!Utf8.IsValid(data.Payload.Span) || data.Payload.Span.Contains((byte)0))
                throw new ArgumentException($"stream {request.Stream}: the payload of {data.Type} is not UTF-8 or has a NUL", nameof(request));
        }
    }

    public IReadOnlyList<AppendResult> Append(IReadOnlyList<AppendRequest> requests)
    {
        foreach (var request in requests)
            Check(request);
        if (requests.Count == 0)
            return [];
        var results = Write($"append to {requests[0].Stream}", () => server.Write(process, requests), () => LateAppend(requests));
        for (var i = 0; i < results.Count; i++)
        {
            if (results[i].Outcome == AppendOutcome.Appended)
                server.Acknowledged(new AcknowledgedAppend(process, requests[i], results[i].LastSequence));
        }

        return results;
    }

    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1)
    {
        Ask($"read {stream}");
        return server.Truth.Read(stream, fromSequence);
    }

    public IEnumerable<StoredEvent> ReadAll(long fromPosition = 1)
    {
        Ask("read all");
        return server.Truth.ReadAll(fromPosition);
    }

    public IReadOnlyList<StreamHead> Heads()
    {
        Ask("heads");
        return server.Truth.Heads();
    }

    public JournalHead Head()
    {
        Ask("head");
        return server.Truth.Head();
    }

    public CommandPlace? FindCommand(string stream, CommandId id)
    {
        Ask($"find a command of {stream}");
        return server.Truth.FindCommand(stream, id);
    }

    public IReadOnlyList<CommandPlace> RecentCommands(string stream, int most)
    {
        Ask($"find commands of {stream}");
        return server.Truth.RecentCommands(stream, most);
    }

    public long Claim(string stream, long epoch) => Own($"claim {stream}", stream, epoch);

    /// <remarks>A take that arrives late takes the stream from everybody, also from whoever sent it and has taken it again since.</remarks>
    public long Take(string stream) => Own($"take {stream}", stream, null);

    public void Dispose() => _isDisposed = true;

    private long Own(string what, string stream, long? epoch) => Write(what, () => server.Own(stream, epoch), () => () => server.Own(stream, epoch));

    /// <summary>The statement as it compares: it writes only where its streams are as they are now.</summary>
    private Action LateAppend(IReadOnlyList<AppendRequest> requests)
    {
        var streams = requests.Select(request => request.Stream).Distinct(StringComparer.Ordinal)
            .Select(stream => (stream, server.LastSequence(stream), server.EpochOf(stream))).ToArray();
        return () =>
        {
            if (Array.TrueForAll(streams, known => known == (known.stream, server.LastSequence(known.stream), server.EpochOf(known.stream))))
                server.Write(process, requests);
        };
    }

    private T Write<T>(string what, Func<T> work, Func<Action> late)
    {
        var fate = Reach(what) ? WriteFate.AnswerLost : WriteFate.Answered;
        server.RequireLock(what);
        server.AdmitWrite(what);
        if (fate == WriteFate.Answered)
            fate = server.Fate(what);
        if (fate == WriteFate.Answered)
            return work();
        _isConnected = false;
        if (fate == WriteFate.AnswerLost)
            work();
        else if (fate != WriteFate.NotWritten)
            server.CarryOutLater(process, fate, late());
        throw JournalServer.Failed(what, "the connection was lost before the answer came");
    }

    /// <summary>Lets a question without effects through; throws when no answer comes.</summary>
    private void Ask(string what)
    {
        if (Reach(what))
            throw JournalServer.Failed(what, "no answer comes");
    }

    /// <summary>Whether the question arrives; throws when it does not. True when only the answer will be lost.</summary>
    private bool Reach(string what)
    {
        ObjectDisposedException.ThrowIf(_isDisposed || !process.IsAlive, this);
        var (isMute, isDeaf) = (network.IsCut(site, server.Site), network.IsCut(server.Site, site));
        var wasConnected = _isConnected;
        _isConnected = false;
        if (isMute || (isDeaf && !wasConnected))
            throw JournalServer.Failed(what, "there is no way to the server");
        server.Admit(what);
        _isConnected = !isDeaf;
        return isDeaf;
    }
}
