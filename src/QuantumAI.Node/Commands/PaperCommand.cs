using System.CommandLine;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Configuration;
using QuantumAI.Venues.Contract;

namespace QuantumAI.Node.Commands;

/// <summary><c>quantum paper</c>: trades without money, on the built-in venue or over sockets, a made-up, recorded or real market.</summary>
internal static class PaperCommand
{
    private const string BuiltIn = "built-in";
    private const string Paper = "paper";
    private const string Synthetic = "synthetic";
    private const string Binance = "binance";

    public static Command Create()
    {
        var length = SharedOptions.Span("--for", "Market time from the session's start to its end, for example 30d; until stopped when not given.");
        var speed = new Option<string>("--speed")
        {
            Description = "Market seconds per second: 3600 shows a 1 h bar every second. max = as fast as the machine can, repeatably.",
            DefaultValueFactory = _ => "3600",
        };
        speed.Validators.Add(result =>
        {
            if (!SharedOptions.TryReadSpeed(result.GetValueOrDefault<string>() ?? "", out _))
                result.AddError($"--speed must be a number above 0 and at most 1000000, or max, was “{result.GetValueOrDefault<string>()}”");
        });
        var replay = new Option<string?>("--replay") { Description = "A market file instead of the synthetic market, [SYMBOL=]FILE." };
        var remote = new RemoteOptions();
        var (port, seed, dataDir, symbol, zone) = (SharedOptions.Port(), SharedOptions.Seed(), SharedOptions.DataDir(), SharedOptions.Symbol(), SharedOptions.TimeZone());
        var interval = SharedOptions.Span("--interval", "Length of a bar, for example 1h.");
        var (config, set) = (SharedOptions.Config(), SharedOptions.Set());
        var command = new Command("paper", "Trades on paper: a synthetic, recorded or real market, the built-in venue or a paper exchange, a journal that survives everything.")
        {
            length, speed, seed, replay, symbol, zone, interval, dataDir, port, remote.Venue, remote.Url, remote.Market, remote.MarketUrl, config, set,
        };
        command.Validators.Add(result =>
        {
            if (remote.FaultOf(result, speed, replay) is { } fault)
                result.AddError(fault);
        });
        command.SetAction((parsed, cancellation) =>
        {
            SharedOptions.TryReadSpeed(parsed.GetRequiredValue(speed), out var number);
            var isRemote = remote.IsUsed(parsed);
            var settings = SharedOptions.Settings("paper", parsed.GetValue(config), parsed.GetValue(set), isRemote ? Binance : Paper);
            return SessionProgram.RunAsync(
                new RunOptions(
                    settings, parsed.GetValue(seed), parsed.GetValue(length), isRemote ? 1 : number, parsed.GetValue(replay), parsed.GetValue(symbol),
                    parsed.GetValue(zone)!, parsed.GetValue(interval), parsed.GetRequiredValue(dataDir), parsed.GetValue(port))
                { Remote = isRemote ? remote.ExchangeOf(parsed, settings.Binance) : null },
                cancellation);
        });
        return command;
    }

    /// <summary>Which exchange outside this process, and for what.</summary>
    private sealed class RemoteOptions
    {
        public RemoteOptions()
        {
            Venue.AcceptOnlyFromAmong(BuiltIn, Paper);
            Market.AcceptOnlyFromAmong(Synthetic, Binance);
        }

        public Option<string> Venue { get; } = new("--venue")
        {
            Description = "Where orders go: built-in, or paper: a paper exchange over sockets, at --url.",
            DefaultValueFactory = _ => BuiltIn,
        };

        public Option<Uri?> Url { get; } = SharedOptions.Url("--url", "Address of the paper exchange, as quantum exchange prints it.");

        public Option<string> Market { get; } = new("--market")
        {
            Description = "Whose prices: synthetic, or binance: the public market, in real time; no key is needed.",
            DefaultValueFactory = _ => Synthetic,
        };

        public Option<Uri?> MarketUrl { get; } = SharedOptions.Url("--market-url", "Address of the market's exchange, where everything is at one; the configuration's (binance.rest, binance.streams) when not given.");

        public bool IsUsed(ParseResult parsed) => parsed.GetValue(Venue) == Paper || parsed.GetValue(Market) == Binance;

        /// <summary>What does not go together, in words; null when everything does.</summary>
        public string? FaultOf(System.CommandLine.Parsing.CommandResult result, Option<string> speed, Option<string?> replay)
        {
            var (isPaper, isBinance) = (SharedOptions.WordOf(result, Venue) == Paper, SharedOptions.WordOf(result, Market) == Binance);
            if (isPaper && result.GetResult(Url) is null)
                return "--venue paper needs --url, the address that quantum exchange prints";
            if (!isPaper && result.GetResult(Url) is not null)
                return "--url is the paper exchange's: it needs --venue paper";
            if (!isBinance && result.GetResult(MarketUrl) is not null)
                return "--market-url needs --market binance";
            if (isPaper && isBinance)
                return "--venue paper has a market of its own: leave --market out";
            if (!isPaper && !isBinance)
                return null;
            if (result.GetResult(speed) is { Implicit: false })
                return "--speed is for a market that is made up or recorded: an exchange runs in real time";
            return result.GetValue(replay) is not null ? "--replay is a market of its own: leave --venue and --market out" : null;
        }

        public RemoteExchange ExchangeOf(ParseResult parsed, BinanceAccess access)
        {
            if (parsed.GetValue(Url) is not { } url)
                return BinanceExchange.Of(parsed.GetValue(MarketUrl) is { } market ? access.At(market, access.Environment) : access, VenueUse.MarketData, static _ => { });
            LiveRules.RequirePaperAddress(url);
            return BinanceExchange.Of(access.At(url, BinanceAccess.Paper), VenueUse.Paper, Console.Error.WriteLine);
        }
    }
}
