using QuantumAI.Node.Composition;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Node.Terminal;

/// <summary>The operator of a paper session. The virtual world has none: it may be entered by its own thread only. Thread safe.</summary>
internal sealed class SessionDesk(SessionRun run, CancellationTokenSource stop) : IOperatorDesk
{
    private static string Name => Environment.UserName;

    private bool IsLive => run.World is LiveWorld;

    public void Halt()
    {
        if (IsLive)
            run.Host.Session.Halt(Name);
    }

    public void Resume()
    {
        if (IsLive)
            run.Host.Session.RiskGate.Tell(new ResumeTrading(Name));
    }

    public void Flatten()
    {
        if (IsLive)
            run.Host.Session.Halt(Name, flattens: true);
    }

    public void CancelAll()
    {
        if (IsLive)
            run.Host.Session.Orders.Tell(new RequestCancelAll($"canceled by {Name}"));
    }

    public void Quit() => stop.Cancel();
}
