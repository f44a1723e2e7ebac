using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Node.Composition;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Control;
using QuantumAI.Venues.Contract;

namespace QuantumAI.Node.Http;

/// <summary>The pages of the status server. Amounts are exact decimal strings, times ISO 8601 UTC.</summary>
internal static class StatusPages
{
    public static void Map(WebApplication application, SessionRun run)
    {
        var board = run.Host.Board;
        application.MapGet("/", () => Results.Json(new PageIndex(
            ["/health/live", "/health/ready", "/cluster/members", "/metrics", "/api/v1/account", .. ViewPages.Paths, "/api/v1/actors"]),
            StatusJson.Default.PageIndex));
        application.MapGet("/health/live", () => Health(run.World.Fault is null ? [] : [run.World.Fault.Exception.Message]));
        application.MapGet("/health/ready", () => Health(NotReady(run)));
        application.MapGet("/cluster/members", () => Results.Json(
            [new Member("local", ["trade"], run.World.Fault is null ? "up" : "down", $"pid {Environment.ProcessId}")], StatusJson.Default.MemberArray));
        application.MapGet("/metrics", () => Results.Text(PrometheusText.Of(run), "text/plain; version=0.0.4; charset=utf-8"));
        application.MapGet("/api/v1/account", () => Results.Json(AccountOf(run, board.Account), StatusJson.Default.AccountPage));
        ViewPages.Map(application, run);
        application.MapGet("/api/v1/actors", () => Results.Json(ActorsOf(run.World), StatusJson.Default.ActorPageArray));
    }

    private static IResult Health(IReadOnlyList<string> reasons) => Results.Json(
        new HealthPage(reasons.Count == 0 ? "ok" : "unavailable", reasons), StatusJson.Default.HealthPage,
        statusCode: reasons.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);

    private static List<string> NotReady(SessionRun run)
    {
        var reasons = new List<string>();
        if (run.World.Fault is { } fault)
            reasons.Add($"lane {fault.Lane} has stopped: {fault.Exception.Message}");
        if (run.Host.Board.Account.Account.Length == 0)
            reasons.Add("the account is not opened yet");
        if (run.Host.Board.JournalOutage is { } outage)
            reasons.Add($"the journal cannot write since {Iso(outage.SinceNanos)}: {outage.Reason}");
        if (run.Host.Board.VenueOutage is { } venue)
            reasons.Add($"the venue's books cannot be written since {Iso(venue.SinceNanos)}: {venue.Reason}");
        if (run.Host.Venue.Link != VenueLink.Linked)
            reasons.Add($"the link to the venue is not there: {run.Host.Venue.Link}");
        if (!run.Host.Board.IsReconciled)
            reasons.Add("the books are not yet matched with the venue's");
        if (run.Host.Board.Account.Unpriced is { } symbol)
            reasons.Add($"{symbol} is held and has no price yet");
        return reasons;
    }

    private static AccountPage AccountOf(SessionRun run, AccountView view) => new(
        view.Account, view.BaseCurrency, Iso(view.Nanos), view.Equity.ToString(), view.Risk.DayStart.ToString(), view.Risk.High.ToString(),
        view.Risk.State switch
        {
            TradingState.Active => "ACTIVE",
            TradingState.ReducingToday => "REDUCING_TODAY",
            TradingState.Reducing => "REDUCING",
            _ => "HALTED",
        },
        view.Risk.Detail,
        [.. view.Balances.Select(balance => new BalancePage(
            balance.Key, balance.Value.Free.ToString(), balance.Value.Locked.ToString(), balance.Value.Total.ToString()))],
        run.VenueName, run.Host.Venue.Link.ToString().ToUpperInvariant(), run.Host.Board.IsReconciled);

    private static ActorPage[] ActorsOf(World world) => [.. world.Actors()
        .OrderBy(actor => actor.Path, StringComparer.Ordinal)
        .Select(actor => new ActorPage(actor.Path, actor.ActorType, actor.Waiting, actor.Handled))];

    private static string? Iso(long nanos) => nanos == 0 ? null : UnixNanos.FormatIso(nanos);
}
