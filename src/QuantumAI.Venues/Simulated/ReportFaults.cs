using QuantumAI.Domain.Market;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.Simulated;

/// <summary>What goes wrong with the events of accounts on their way out.</summary>
internal sealed class ReportFaults
{
    private const long ReorderedNanos = 50 * UnixNanos.PerMillisecond;
    private readonly SimulatedExchange _exchange;
    private readonly ExchangeFaults _settings;
    private readonly SeededFaults _all;
    private readonly FaultDraw _duplicate;
    private readonly FaultDraw _late;
    private readonly FaultDraw _reordered;
    private readonly FaultDraw _conflict;
    private readonly FaultDraw _lost;
    private readonly FaultDraw _terminated;
    private int _lostAccount;
    private long _lostUntilNanos;

    public ReportFaults(SimulatedExchange exchange, ExchangeFaults settings, SeededFaults all)
    {
        (_exchange, _settings, _all) = (exchange, settings, all);
        _duplicate = all.Draw("report-duplicate", settings.DuplicateReportPpm);
        _late = all.Draw("report-late", settings.LateReportPpm);
        _reordered = all.Draw("report-reordered", settings.ReorderedReportPpm);
        _conflict = all.Draw("report-conflicting", settings.ConflictingReportPpm);
        _lost = all.Draw("events-lost", settings.LostEventsPpm);
        _terminated = all.Draw("events-terminated", settings.TerminatedEventsPpm);
    }

    /// <summary>Adds what is told of an event now; what is told later is ordered for then.</summary>
    public void Pass(AccountEvent told, List<ExchangeEvent> now)
    {
        if (told.Account == _lostAccount && _exchange.Universe.NowNanos < _lostUntilNanos && !_all.IsHealed)
            return;
        if (told is not OrderTold report)
        {
            now.Add(told);
            return;
        }

        var (isAgain, isLate, isBehind) = (_duplicate.Happens(), _late.Happens(), _reordered.Happens());
        var what = isAgain || isLate || isBehind ? $"{report.Kind} {report.Order.Order.ClientOrderId}" : "";
        if (isLate)
            Later(_late, report, _late.Random.Between(UnixNanos.PerSecond, 10 * UnixNanos.PerSecond), what);
        else if (isBehind)
            Later(_reordered, report, _reordered.Random.Between(1, ReorderedNanos), what);
        else
            now.Add(report);
        if (isAgain)
            Later(_duplicate, report, _duplicate.Random.Between(0, 5 * UnixNanos.PerSecond), what);
        if (report.Trade is null || !_conflict.Happens())
            return;
        now.Add(report with { Trade = report.Trade with { Price = report.Trade.Price with { Units = report.Trade.Price.Units + 1 } } });
        _conflict.Tell($"trade {report.Trade.TradeId} of {report.Order.Order.ClientOrderId}");
    }

    /// <summary>Ten times in a second.</summary>
    public void Tick()
    {
        var accounts = _exchange.Venue.Accounts;
        if (_lost.Happens())
        {
            var account = _lost.Random.Pick(accounts);
            (_lostAccount, _lostUntilNanos) = (account.Number, _exchange.Universe.NowNanos + _lost.Random.Wait(_settings.LengthNanos));
            _lost.Tell(account.Name);
        }

        if (!_terminated.Happens())
            return;
        var name = _terminated.Random.Pick(accounts).Name;
        _exchange.Now.Hub.Terminate(name, _exchange.Process.World.NowNanos);
        _terminated.Tell(name);
    }

    private void Later(FaultDraw draw, OrderTold report, long nanos, string what)
    {
        draw.Tell(what);
        var floor = _exchange.Now;
        _exchange.Universe.After(nanos, () => floor.Process.Enter(() => floor.Hub.Hear(floor.State, [report], floor.Process.World.NowNanos)));
    }
}
