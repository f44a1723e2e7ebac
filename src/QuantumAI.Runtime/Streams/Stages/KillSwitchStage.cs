using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Stages;

internal sealed class KillSwitchStage<T> : Stage<T, T>
{
    private readonly KillSwitch _switch;
    private readonly LaneWork _work;
    private bool _isEnded;

    public KillSwitchStage(StageContext context, KillSwitch killSwitch)
        : base(context)
    {
        _switch = killSwitch;
        _work = context.Work(Look);
        _switch.Add(_work);
        context.AtStart(Look);
    }

    public override bool Push(in T item) => Down.Push(in item);

    public override void Complete()
    {
        if (Leave())
            Down.Complete();
    }

    public override void Fail(Exception cause)
    {
        if (Leave())
            Down.Fail(cause);
    }

    public override void Cancel()
    {
        if (Leave())
            Up.Cancel();
    }

    private void Look()
    {
        if (!_switch.IsTriggered || !Leave())
            return;
        Up.Cancel();
        if (_switch.Cause is { } cause)
            Down.Fail(cause);
        else
            Down.Complete();
    }

    private bool Leave()
    {
        if (_isEnded)
            return false;
        _isEnded = true;
        _switch.Remove(_work);
        return true;
    }
}
