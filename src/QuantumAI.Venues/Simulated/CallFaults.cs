using System.Globalization;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Faults;
using QuantumAI.Venues.PaperServer.Limits;

namespace QuantumAI.Venues.Simulated;

/// <summary>What calls meet at a simulated exchange, and its wrong clock.</summary>
internal sealed class CallFaults : IExchangeFaults
{
    private const int BadGateway = 502;
    private readonly SimulatedExchange _exchange;
    private readonly ExchangeFaults _settings;
    private readonly SeededFaults _all;
    private readonly (FaultDraw Draw, bool OnlyChanges, CallFault Fault)[] _table;
    private readonly FaultDraw _limit;
    private readonly FaultDraw _ban;
    private readonly FaultDraw _invisible;
    private readonly FaultDraw _clock;
    private long _offsetNanos;
    private long _offsetUntilNanos;

    public CallFaults(SimulatedExchange exchange, ExchangeFaults settings, SeededFaults all)
    {
        (_exchange, _settings, _all) = (exchange, settings, all);
        _table =
        [
            (all.Draw("call-done-silent", settings.SilentDonePpm), true, new CallFault(FaultKind.DoneThenSilent)),
            (all.Draw("call-undone-silent", settings.SilentUndonePpm), true, new CallFault(FaultKind.NeverDone)),
            (all.Draw("call-done-dropped", settings.DroppedDonePpm), true, new CallFault(FaultKind.DroppedAfter)),
            (all.Draw("call-undone-dropped", settings.DroppedUndonePpm), true, new CallFault(FaultKind.DroppedBefore)),
            (all.Draw("call-done-5xx", settings.PageDonePpm), true, new CallFault(FaultKind.DoneThenRefused, Status: BadGateway)),
            (all.Draw("call-undone-5xx", settings.PageUndonePpm), false, new CallFault(FaultKind.Refused, Status: BadGateway)),
            (all.Draw("call-done-1006", settings.UnexpectedDonePpm), true, Failed(FaultKind.DoneThenRefused, SpotErrorCode.UnexpectedResponse)),
            (all.Draw("call-undone-1006", settings.UnexpectedUndonePpm), false, Failed(FaultKind.Refused, SpotErrorCode.UnexpectedResponse)),
            (all.Draw("call-done-1007", settings.TimeoutDonePpm), true, Failed(FaultKind.DoneThenRefused, SpotErrorCode.Timeout)),
            (all.Draw("call-undone-1007", settings.TimeoutUndonePpm), false, Failed(FaultKind.Refused, SpotErrorCode.Timeout)),
            (all.Draw("call-1008", settings.BusyPpm), false, Failed(FaultKind.Refused, SpotErrorCode.ServerBusy)),
            (all.Draw("call-1001", settings.DisconnectedPpm), false, Failed(FaultKind.Refused, SpotErrorCode.Disconnected)),
        ];
        _limit = all.Draw("limit-429", settings.LimitPpm);
        _ban = all.Draw("ban-418", settings.BanPpm);
        _invisible = all.Draw("order-invisible", settings.InvisiblePpm);
        _clock = all.Draw("clock-jump", settings.ClockJumpPpm);
    }

    public long ClockOffsetNanos => !_all.IsHealed && _exchange.Universe.NowNanos < _offsetUntilNanos ? _offsetNanos : 0;

    public bool IsMarketFrozen => false; // silence of streams is drawn where they are told

    public bool TakeDepthGap(string symbol) => false;

    /// <summary>A request has arrived, before anybody looks at it.</summary>
    public void Arrive(AddressLimits limits, string address, long nowNanos)
    {
        if (_limit.Happens())
        {
            limits.Exhaust(address, nowNanos);
            _limit.Tell(address);
        }

        if (!_ban.Happens())
            return;
        limits.Ban(address, nowNanos + Domain.Market.UnixNanos.From(_exchange.Settings.Limits.FirstBan), nowNanos);
        _ban.Tell(address);
    }

    public CallFault Next(ExchangeRequest request)
    {
        var met = Meets(request);
        _exchange.Entered(request, met);
        return met;
    }

    /// <summary>Ten times in a second.</summary>
    public void Tick()
    {
        if (!_clock.Happens())
            return;
        var random = _clock.Random;
        _offsetNanos = random.Between(-_settings.ClockJumpNanos, _settings.ClockJumpNanos);
        _offsetUntilNanos = _exchange.Universe.NowNanos + random.Wait(_settings.LengthNanos);
        _clock.Tell(string.Create(CultureInfo.InvariantCulture, $"{_offsetNanos} ns"));
    }

    /// <summary>The first of the table that happens; all draw, so that none changes what another does later.</summary>
    private CallFault Meets(ExchangeRequest request)
    {
        FaultDraw? first = null;
        var met = CallFault.None;
        foreach (var (draw, onlyChanges, fault) in _table)
        {
            if ((!onlyChanges || request.Call.IsFreeWhenDone) && draw.Happens() && first is null)
                (first, met) = (draw, fault);
        }

        if (IsYoungOrder(request) && _invisible.Happens() && first is null)
            (first, met) = (_invisible, Failed(FaultKind.Refused, SpotErrorCode.NoSuchOrder));
        first?.Tell($"{request.Call.Verb} {request.Call.Path} {request.Given.Peek("newClientOrderId") ?? request.Given.Peek("origClientOrderId")}");
        return met;
    }

    private bool IsYoungOrder(ExchangeRequest request)
    {
        if (!_invisible.IsOn || request.Call is not { Verb: "GET", Path: "/api/v3/order" } || _exchange.Venue.Account(request.Account!) is not { } account)
            return false;
        long? number = long.TryParse(request.Given.Peek("orderId"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        return ExchangeState.Find(account, request.Given.Peek("symbol") ?? "", number, request.Given.Peek("origClientOrderId")) is { } order
            && request.SentNanos - order.CreatedNanos < _settings.InvisibleNanos;
    }

    private static CallFault Failed(FaultKind kind, SpotErrorCode code) => new(kind, Error: SpotErrors.Make(code), Status: HttpOutcome.StatusOf(code));
}
