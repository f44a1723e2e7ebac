using System.Globalization;
using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Settings;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.Signing;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Binance.Rest;

/// <summary>Every request to the venue's REST interface leaves here: in order of priority, within the budgets, signed at the moment of sending, and none while the venue wants to hear nothing.</summary>
/// <remarks>An order is sent once. What may be repeated is signed anew. Completions come in slots of their own.</remarks>
public sealed class RestDeskActor(
    IRestTransport transport, ApiKey? key, VenueClock clock, AddressBudget address, OrderBudget orders, DeskSettings settings, Action<VenueNotice> notify) : Actor<DeskMessage>
{
    private const int InFlightMost = 32;
    private static readonly TimeSpan RepeatPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MeasuredAnew = TimeSpan.FromMinutes(10);
    private readonly CallQueue _queue = new();
    private readonly Dictionary<long, WaitingCall> _inFlight = [];
    private long _number;
    private bool _isMeasuring;

    /// <summary>The venue said that it was too much: one request at a time until one is answered otherwise. Many at once would each be told so, and for that addresses are banned.</summary>
    private bool _isCareful;

    protected override void OnStart()
    {
        Measure(isProvedWrong: false);
        Context.StartPeriodicTimer(nameof(MeasureDue), Context.Lane.World.PatienceNanos(MeasuredAnew), new MeasureDue());
    }

    protected override void Receive(in DeskMessage message)
    {
        switch (message)
        {
            case AskVenue ask:
                if (!_queue.TryAdd(new WaitingCall(ask.Call, ask.Answered, WaitingCall.GiveUp(ask.Call, Context.NowNanos))))
                    ask.Answered(SpotAnswer.NotSent("too many requests wait already"));
                break;
            case Replied replied:
                Hear(replied);
                break;
            case TimeTold told:
                HearTime(told);
                break;
            case LimitsFound found:
                SetLimits(found.Limits);
                break;
            case MeasureDue:
                Measure(isProvedWrong: false);
                break;
            case ClockDoubted:
                Measure(isProvedWrong: true);
                break;
            case AskTimeDue:
                AskTime();
                break;
            case PumpDue:
                break;
            default:
                throw new NotSupportedException($"the desk does not know {message.GetType().Name}");
        }

        Pump();
    }

    private void Pump()
    {
        var now = Context.NowNanos;
        foreach (var expired in _queue.TakeExpired(now).ToList())
            expired.Answered(expired.Sends == 0 ? SpotAnswer.NotSent("it waited too long for its turn") : LastOf(expired));
        while (_inFlight.Count < (_isCareful ? 1 : InFlightMost) && _queue.First(clock.IsKnown) is { } next)
        {
            var retryNanos = next.NotBeforeNanos;
            if (now < retryNanos || !address.TryTake(next.Call.Weight, next.Call.Priority, now, out retryNanos))
            {
                WakeAt(Math.Min(retryNanos, _queue.NextGiveUpNanos + 1));
                return;
            }

            _queue.Remove(next);
            SendNow(next, now);
        }

        if (_queue.NextGiveUpNanos is var giveUpNanos && giveUpNanos < long.MaxValue)
            WakeAt(giveUpNanos + 1);
    }

    private void SendNow(WaitingCall waiting, long now)
    {
        var call = waiting.Call;
        if (call.Orders > 0 && !orders.TryTake(call.Orders, call.Priority, now))
        {
            waiting.Answered(SpotAnswer.NotSent("the account has placed as many orders as the venue allows for now"));
            return;
        }

        if (call.IsSigned && key is null)
        {
            waiting.Answered(SpotAnswer.NotSent("there is no key"));
            return;
        }

        var text = ParameterText.Of(call.Parameters);
        if (call.IsSigned)
        {
            var window = WindowNanos(call, now);
            if (window < UnixNanos.PerMillisecond)
            {
                waiting.Answered(SpotAnswer.NotSent("this process does not own the account any more"));
                return;
            }

            waiting.StampNanos = UnixNanos.FloorTo(clock.VenueNanos(now), UnixNanos.PerMillisecond);
            waiting.ValidUntilNanos = waiting.StampNanos + window;
            text = ParameterText.Signed(
                [.. call.Parameters, Pair("recvWindow", window / UnixNanos.PerMillisecond), Pair("timestamp", waiting.StampNanos / UnixNanos.PerMillisecond)], key!.Signer);
        }

        waiting.Sends++;
        var number = ++_number;
        _inFlight[number] = waiting;
        var isForm = call.Method is "POST" or "PUT";
        Transmit(
            new RestCall(call.Method, isForm || text.Length == 0 ? call.Path : $"{call.Path}?{text}", isForm ? text : "", call.IsSigned ? key!.Id : null, settings.Patience),
            reply => new Replied(number, reply));
    }

    /// <summary>How long the venue may take the request: as configured, and what makes something new never after the account has another owner.</summary>
    private long WindowNanos(SpotCall call, long now)
    {
        var window = UnixNanos.From(settings.RecvWindow);
        return call.IsFenced && settings.LeaseNanos is { } lease ? Math.Min(window, lease(now)) : window;
    }

    private void Transmit(RestCall call, Func<RestReply, DeskMessage> message)
    {
        var self = Context.Self;
        transport.Send(call, reply => self.TellReserved(message(reply)));
    }

    private void Hear(Replied replied)
    {
        if (!_inFlight.Remove(replied.Number, out var waiting))
            return;
        Learn(replied.Reply);
        var answer = CallOutcome.Read(replied.Reply) with { StampNanos = waiting.StampNanos, ValidUntilNanos = waiting.ValidUntilNanos };
        if (answer.Outcome == VenueOutcome.Clock)
            Measure(isProvedWrong: true);
        switch (CallOutcome.StepAfter(waiting.Call, answer, waiting.Sends, waiting.Resigns))
        {
            case CallStep.Resign:
                waiting.Resigns++;
                _queue.AddFirst(waiting);
                break;
            case CallStep.Repeat:
                waiting.NotBeforeNanos = Context.NowNanos + Context.Lane.World.PatienceNanos(RepeatPause) * waiting.Sends;
                _queue.AddFirst(waiting);
                break;
            default:
                waiting.Answered(answer);
                break;
        }
    }

    /// <summary>What every answer says beside its own: the use of the budgets, and whether everybody has to wait.</summary>
    private void Learn(RestReply reply)
    {
        var now = Context.NowNanos;
        if (reply.Headers.TryGetValue("x-mbx-used-weight-1m", out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var used))
            address.LearnWeight(used, now);
        orders.Learn(reply.Headers, now);
        if (CallOutcome.StopAfter(reply) is var pause && pause > TimeSpan.Zero)
        {
            _isCareful = true;
            address.StopUntil(now + Context.Lane.World.PatienceNanos(pause));
            notify(new VenueNotice(IsAlarm: reply.Status != HttpOutcome.TooManyRequests, $"the venue answered {reply.Status}: nothing is sent for {pause.TotalSeconds:0} s"));
        }
        else if (reply.Status > 0 && now >= address.StoppedUntilNanos)
        {
            _isCareful = false;
        }
    }

    private void Measure(bool isProvedWrong)
    {
        clock.Restart(isProvedWrong);
        if (!_isMeasuring)
            AskTime();
    }

    private void AskTime()
    {
        _isMeasuring = true;
        var sent = Context.NowNanos;
        if (address.TryTake(SpotCalls.Time.Weight, CallPriority.Cancel, sent, out var retryNanos))
            Transmit(new RestCall(SpotCalls.Time.Method, SpotCalls.Time.Path, "", null, settings.Patience), reply => new TimeTold(sent, reply));
        else
            Context.StartTimer(nameof(TimeTold), Math.Max(UnixNanos.PerMillisecond, retryNanos - sent), new TimeTold(sent, RestReply.Unanswered("not asked")));
    }

    private void HearTime(TimeTold told)
    {
        _isMeasuring = false;
        Learn(told.Reply);
        if (TimeOf(told.Reply) is { } venueNanos)
        {
            if (clock.Add(told.SentNanos, Context.NowNanos, venueNanos) is { } reason)
                notify(new VenueNotice(IsAlarm: true, reason));
            if (clock.IsMeasuring)
                AskTime();
            return;
        }

        _isMeasuring = true; // until the pause is over
        Context.StartTimer(nameof(AskTimeDue), Context.Lane.World.PatienceNanos(RepeatPause), new AskTimeDue());
    }

    private static long? TimeOf(RestReply reply)
    {
        if (reply.Status != 200)
            return null;
        try
        {
            return SpotMarket.ServerTime(Payload.Open("time", reply.Body));
        }
        catch (PayloadException)
        {
            return null;
        }
    }

    private void SetLimits(IReadOnlyList<RateLimit> limits)
    {
        orders.SetLimits(limits);
        foreach (var limit in limits)
        {
            if (limit is { Kind.Value: SpotRateLimit.RequestWeight, Interval.Value: SpotInterval.Minute, IntervalNumber: 1 })
                address.SetWeightLimit(limit.Limit);
        }
    }

    private void WakeAt(long nanos) => Context.StartTimer(nameof(PumpDue), Math.Max(UnixNanos.PerMillisecond, nanos - Context.NowNanos), new PumpDue());

    /// <summary>A call that was sent and not answered in a way that ends it: nobody knows.</summary>
    private static SpotAnswer LastOf(WaitingCall waiting) =>
        new(VenueOutcome.OutcomeUnknown, null, 0, [], "not answered in time") { StampNanos = waiting.StampNanos, ValidUntilNanos = waiting.ValidUntilNanos };

    private static KeyValuePair<string, string> Pair(string name, long value) => KeyValuePair.Create(name, value.ToString(CultureInfo.InvariantCulture));

    private sealed record Replied(long Number, RestReply Reply) : DeskMessage;

    private sealed record TimeTold(long SentNanos, RestReply Reply) : DeskMessage;

    private sealed record MeasureDue : DeskMessage;

    private sealed record AskTimeDue : DeskMessage;

    private sealed record PumpDue : DeskMessage;
}
