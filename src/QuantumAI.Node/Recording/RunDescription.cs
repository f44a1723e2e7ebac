using QuantumAI.Feeds.Files;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Configuration;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Node.Recording;

/// <summary>Says what a run is when its actors have been made.</summary>
internal static class RunDescription
{
    public static RunManifest Of(string run, RunOptions options, SessionMarket market, string? venue, SessionHost host) => new()
    {
        Run = run,
        World = host.World is LiveWorld ? RunManifest.Live : RunManifest.Virtual,
        Environment = options.Environment,
        Seed = host.World.Seed,
        Speed = host.World.Speed,
        StartNanos = market.FromNanos,
        Account = options.Settings.Account,
        AccountSequence = host.Session.Books.RecoveredSequence,
        AccountStateHash = host.Session.Books.RecoveredHash,
        Venue = venue,
        Holdings = host.Venue.Holdings.ToDictionary(holding => holding.Key, holding => holding.Value.ToString(), StringComparer.Ordinal),
        OrderTypes = [.. host.Venue.Capabilities.Types.Order()],
        OrderLists = [.. host.Venue.Capabilities.Lists.Order()],
        Market = market.Identity,
        IntervalNanos = market.IntervalNanos,
        Symbols = [.. market.Symbols.Select(symbol => symbol.Instrument.Symbol)],
        ConfigHash = options.Settings.Hash,
        Config = options.Settings.Deciding,
        CodeHash = ProgramCode.Hash,
        LanesBefore = [.. host.World.Lanes.Select(lane => lane.Name).TakeWhile(name => name != $"account-{options.Settings.Account}")],
        Source = host.World is LiveWorld ? null : new RunMarket(
            options.Replay is null ? [] : [Whole(MarketFileRequest.Parse(options.Replay, options.Symbol, options.TimeZone))], options.TimeZone.Id, options.Symbol, options.IntervalNanos, options.ForNanos),
    };

    /// <summary>A back-test that keeps its journal: it is repeated like any virtual run.</summary>
    public static RunManifest OfBacktest(
        string run, SessionHost host, MarketInput input, QuantumSettings settings, IReadOnlyList<MarketFileRequest> requests, long? intervalNanos) => new()
        {
            Run = run,
            World = RunManifest.Virtual,
            Environment = BacktestJournal.Environment,
            Seed = host.World.Seed,
            Speed = 1,
            StartNanos = input.FirstNanos,
            Account = settings.Account,
            AccountSequence = host.Session.Books.RecoveredSequence,
            AccountStateHash = host.Session.Books.RecoveredHash,
            Holdings = host.Venue.Holdings.ToDictionary(holding => holding.Key, holding => holding.Value.ToString(), StringComparer.Ordinal),
            OrderTypes = [.. host.Venue.Capabilities.Types.Order()],
            OrderLists = [.. host.Venue.Capabilities.Lists.Order()],
            Market = input.Identity,
            IntervalNanos = input.IntervalNanos,
            Symbols = [.. input.Symbols.Select(symbol => symbol.Instrument.Symbol)],
            ConfigHash = settings.Hash,
            Config = settings.Deciding,
            CodeHash = ProgramCode.Hash,
            LanesBefore = ["venue"],
            Source = new RunMarket([.. requests.Select(Whole)], requests[0].TimeZone.Id, null, intervalNanos),
        };

    private static string Whole(MarketFileRequest request)
    {
        var path = Path.GetFullPath(request.Path);
        return request.Symbol is null ? path : $"{request.Symbol}={path}";
    }
}
