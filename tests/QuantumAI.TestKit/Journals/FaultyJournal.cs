using QuantumAI.Runtime.Persistence;

namespace QuantumAI.TestKit.Journals;

/// <summary>A journal behind a bad line: slow, cut before or after the commit, writing late or twice, not readable for a while.</summary>
public sealed class FaultyJournal(IJournalStore store, Func<int, int> draw) : IJournal
{
    private readonly Queue<(AppendRequest Request, Action<AppendResult> Answered)> _waiting = new();
    private readonly Queue<(string Stream, long From, int Most, Action<JournalPage> Answered)> _pages = new();
    private readonly List<AppendRequest> _late = [];

    public bool IsFaulty { get; set; } = true;

    public bool IsBusy => _waiting.Count + _pages.Count + _late.Count > 0;

    public void Append(AppendRequest request, Action<AppendResult> answered)
    {
        if (IsFaulty && draw(50) == 0)
            throw new InvalidOperationException("the journal is full");
        _waiting.Enqueue((request, answered));
    }

    public void ReadPage(string stream, long fromSequence, int most, Action<JournalPage> answered) =>
        _pages.Enqueue((stream, fromSequence, most, answered));

    /// <summary>Does one thing that was due: a late write, a page, or the oldest append.</summary>
    public void Step()
    {
        if (_late.Count > 0 && draw(3) == 0)
        {
            store.Append([_late[0]]);
            _late.RemoveAt(0);
        }
        else if (_pages.Count > 0)
        {
            var page = _pages.Dequeue();
            page.Answered(IsFaulty && draw(6) == 0
                ? new JournalPage([], "the line is down") : new JournalPage([.. store.Read(page.Stream, page.From).Take(page.Most)]));
        }
        else if (_waiting.Count > 0)
        {
            var (request, answered) = _waiting.Dequeue();
            answered(IsFaulty ? Badly(request) : store.Append([request])[0]);
        }
    }

    /// <summary>The writer has died: nobody hears the answers, and what was on its way may or may not arrive.</summary>
    public void Cut()
    {
        _pages.Clear();
        while (_waiting.Count > 0)
        {
            if (_waiting.Dequeue() is var (request, _) && draw(2) == 0)
                _late.Add(request);
        }
    }

    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1) => store.Read(stream, fromSequence);

    public IReadOnlyList<StreamHead> Heads() => store.Heads();

    public CommandPlace? FindCommand(string stream, CommandId id) =>
        IsFaulty && draw(20) == 0 ? throw new TimeoutException("the line is down") : store.FindCommand(stream, id);

    public IReadOnlyList<CommandPlace> RecentCommands(string stream, int most) =>
        IsFaulty && draw(20) == 0 ? throw new TimeoutException("the line is down") : store.RecentCommands(stream, most);

    public long Claim(string stream, long epoch) =>
        IsFaulty && draw(20) == 0 ? throw new TimeoutException("the line is down") : store.Claim(stream, epoch);

    public long Take(string stream) =>
        IsFaulty && draw(20) == 0 ? throw new TimeoutException("the line is down") : store.Take(stream);

    public void Dispose() => store.Dispose();

    private AppendResult Badly(AppendRequest request)
    {
        var unknown = new AppendResult(AppendOutcome.Unknown, request.ExpectedSequence, "the line was cut");
        switch (draw(12))
        {
            case 0:
                return unknown;
            case 1:
                store.Append([request]);
                return unknown;
            case 2 when request.ExpectedSequence == (store.Heads().FirstOrDefault(head => head.Stream == request.Stream)?.LastSequence ?? 0):
                _late.Add(request);
                return unknown;
            case 3:
                return store.Append([request, request])[1] is { Outcome: AppendOutcome.Duplicate } second ? second : unknown;
            default:
                return store.Append([request])[0];
        }
    }
}
