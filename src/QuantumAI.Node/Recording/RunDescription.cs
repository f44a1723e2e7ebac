using QuantumAI.Node.Composition;
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
            options.Replay is null ? [] : [Path.GetFullPath(options.Replay)], options.TimeZone.Id, options.Symbol, options.IntervalNanos, options.ForNanos),
    };
}
