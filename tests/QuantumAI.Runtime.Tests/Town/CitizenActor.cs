using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Tests.Town;

/// <summary>Does what letters say.</summary>
internal sealed class CitizenActor(TownHall town, Citizen self) : Actor<Letter>
{
    private static readonly Deed[] HarmlessDeeds = [Deed.Note, Deed.Pass, Deed.Keep, Deed.Open, Deed.Watch, Deed.StartTimer, Deed.Resume, Deed.Restart];

    protected override void Receive(in Letter message)
    {
        if (message.Number <= 0)
        {
            if (message.Number < 0)
                town.CountHandled();
            else
                PassOn(message.Hops);
            return;
        }

        var isUnstashed = self.IsUnstashed(in message);
        if (!isUnstashed)
            self.NoteArrival(in message);
        town.Noted?.Invoke($"{Context.Lane.Name} {Context.Lane.TurnNumber} {Context.NowNanos} {self.Index} {message}");
        if (!isUnstashed && message.Deed == Deed.Keep)
        {
            if (Stash(in message))
                self.NoteKept(in message);
            return; // handled when it is unstashed, or a dead letter
        }

        town.CountHandled();
        if (!isUnstashed)
            Do(message.Deed, message.Hops);
        else if (message.Number % 5 == 0)
            throw new DeedException(message.Number % 2 == 0 ? Deed.Resume : Deed.Restart);
    }

    protected override void OnSignal(ActorSignal signal)
    {
        if (signal is Terminated terminated)
            self.HearEnd(terminated.Actor);
    }

    private void Do(Deed deed, int hops)
    {
        switch (deed)
        {
            case Deed.Pass:
                PassOn(hops);
                break;
            case Deed.Open:
                UnstashAll();
                break;
            case Deed.Resume or Deed.Restart or Deed.Fail or Deed.Escalate:
                PassOn(hops);
                throw new DeedException(deed);
            case Deed.StopSelf:
                PassOn(hops);
                Context.Stop();
                break;
            case Deed.StopOther:
                town.At(Context.NextRandom())?.Ref.Stop();
                break;
            case Deed.DrainOther:
                town.At(Context.NextRandom())?.Ref.StopWhenDrained();
                break;
            case Deed.Watch when town.At(Context.NextRandom()) is { } other && other != self:
                self.Watching.Add(other);
                Context.Watch(other.Ref);
                break;
            case Deed.Unwatch when self.Watching.OrderBy(other => other.Index).FirstOrDefault() is { } other:
                self.Watching.Remove(other);
                Context.Unwatch(other.Ref);
                break;
            case Deed.SpawnNear or Deed.SpawnFar:
                var lane = deed == Deed.SpawnNear ? Context.Lane : town.LaneOf(Context.NextRandom());
                town.Settle((child, props) => Context.SpawnOn(lane, $"citizen-{child.Index}", props));
                break;
            case Deed.StartTimer when town.HasTimers:
                Context.StartTimer(Context.NextRandom() % 3, (long)(Context.NextRandom() % 300), new Letter(self.Index, 0, Deed.Pass, hops));
                break;
            case Deed.CancelTimer:
                Context.CancelTimer(Context.NextRandom() % 3);
                break;
            case Deed.Pipe:
                town.CountTold();
                var sender = self.Index;
                Context.PipeToSelf(Task.FromResult(0), _ => new Letter(sender, -1, Deed.Note, 0));
                break;
            default:
                break;
        }
    }

    private void PassOn(int hops)
    {
        for (var i = Context.NextRandom() % 3; hops > 0 && i > 0; i--)
            if (town.At(Context.NextRandom()) is { } receiver)
                town.Send(
                    receiver, self.Numbers, new Letter(self.Index, 0, HarmlessDeeds[Context.NextRandom() % (ulong)HarmlessDeeds.Length], hops - 1), Context.NextRandom());
    }
}
