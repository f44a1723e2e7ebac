using QuantumAI.Runtime.Persistence;

namespace QuantumAI.TestKit.Journals;

/// <summary>Stores and answers when the test says so, and can lie about it. What is held is neither stored nor confirmed, and is lost in a crash.</summary>
public sealed class HeldJournal(IJournalStore store) : IJournal
{
    private readonly Queue<(AppendRequest Request, Action<AppendResult> Answered)> _waiting = new();
    private readonly Queue<Action> _pages = new();

    public int Waiting => _waiting.Count;

    /// <summary>False: appends are stored and answered at once.</summary>
    public bool IsHolding { get; set; } = true;

    /// <summary>Every append in the order of the calls.</summary>
    public IList<AppendRequest> Requests { get; } = [];

    public bool HoldPages { get; set; }

    public bool IsFull { get; set; }

    public void Append(AppendRequest request, Action<AppendResult> answered)
    {
        if (IsFull)
            throw new InvalidOperationException("the journal is full");
        Requests.Add(request);
        if (IsHolding)
            _waiting.Enqueue((request, answered));
        else
            answered(store.Append([request])[0]);
    }

    /// <summary>Answers the oldest append: after storing it, or as told.</summary>
    public void AnswerNext(AppendResult? result = null, bool stored = true)
    {
        var (request, answered) = _waiting.Dequeue();
        var real = stored ? store.Append([request])[0] : null;
        answered(result ?? real!);
    }

    public void AnswerAll()
    {
        while (_waiting.Count > 0)
            AnswerNext();
    }

    public void GivePage() => _pages.Dequeue()();

    public void ReadPage(string stream, long fromSequence, int most, Action<JournalPage> answered)
    {
        if (HoldPages)
            _pages.Enqueue(() => answered(new JournalPage([.. store.Read(stream, fromSequence).Take(most)])));
        else
            answered(new JournalPage([.. store.Read(stream, fromSequence).Take(most)]));
    }

    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1) => store.Read(stream, fromSequence);

    public IReadOnlyList<StreamHead> Heads() => store.Heads();

    public CommandPlace? FindCommand(string stream, CommandId id) => store.FindCommand(stream, id);

    public IReadOnlyList<CommandPlace> RecentCommands(string stream, int most) => store.RecentCommands(stream, most);

    public long Claim(string stream, long epoch) => store.Claim(stream, epoch);

    public long Take(string stream) => store.Take(stream);

    public void Dispose() => store.Dispose();
}
