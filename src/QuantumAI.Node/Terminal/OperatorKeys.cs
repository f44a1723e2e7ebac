namespace QuantumAI.Node.Terminal;

/// <summary>What an operator may do to a running session.</summary>
internal interface IOperatorDesk
{
    /// <summary>Nothing new leaves, every open order is canceled.</summary>
    void Halt();

    void Resume();

    /// <summary>A halt, and every position is closed at the market.</summary>
    void Flatten();

    /// <summary>Every open order is canceled; trading goes on.</summary>
    void CancelAll();

    /// <summary>Ends the session.</summary>
    void Quit();
}

/// <summary>Keys of the live view as commands. A halt is done at once; what sells or cancels and trades on is asked about first.</summary>
/// <remarks>One caller at a time.</remarks>
internal sealed class OperatorKeys(IOperatorDesk desk)
{
    public const string Help = "h halt   r resume   f flatten   c cancel all   q quit (Ctrl-C too); the session goes on from here at the next start";

    private Action? _asked;

    /// <summary>The question that waits for <c>y</c>, or the help.</summary>
    public string Line { get; private set; } = Help;

    /// <summary>True while a question waits.</summary>
    public bool IsAsking => _asked is not null;

    public void Press(char key)
    {
        if (_asked is { } asked)
        {
            (_asked, Line) = (null, Help);
            if (key == 'y')
            {
                asked();
                return;
            }
        }

        switch (key)
        {
            case 'h':
                desk.Halt();
                break;
            case 'r':
                desk.Resume();
                break;
            case 'f':
                Ask(desk.Flatten, "FLATTEN: halt, cancel every open order and close every position at the market? y = yes, any other key = no");
                break;
            case 'c':
                Ask(desk.CancelAll, "CANCEL every open order, and trade on? y = yes, any other key = no");
                break;
            case 'q':
                desk.Quit();
                break;
            default:
                break;
        }
    }

    private void Ask(Action action, string question) => (_asked, Line) = (action, question);
}
