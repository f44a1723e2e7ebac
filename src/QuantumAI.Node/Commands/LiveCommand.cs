using System.CommandLine;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Output;
using QuantumAI.Venues.Contract;

namespace QuantumAI.Node.Commands;

/// <summary><c>quantum live</c>: trades real money. Everything that could go wrong by oversight is refused before a connection is opened.</summary>
internal static class LiveCommand
{
    private const string Binance = "binance";

    public static Command Create()
    {
        var venue = new Option<string>("--venue") { Description = "binance: the spot exchange at the addresses under binance in the configuration.", Required = true };
        venue.AcceptOnlyFromAmong(Binance);
        var confirm = new Option<string?>("--confirm") { Description = "The account's name, instead of typing it: for scripts." };
        var length = SharedOptions.Span("--for", "Time from the session's start to its end; until stopped when not given.");
        var interval = SharedOptions.Span("--interval", "Length of a bar, for example 1h.");
        var dataDir = SharedOptions.DataDir("./live");
        var (port, config, set) = (SharedOptions.Port(), SharedOptions.Config(), SharedOptions.Set());
        var command = new Command("live", "Trades real money. Needs limits of your own, a key that may trade and not withdraw, and the account's name typed.")
        {
            venue, confirm, length, interval, dataDir, port, config, set,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var loaded = ConfigurationFiles.Load("live", parsed.GetValue(config)?.ToString(), parsed.GetValue(set) ?? [], Binance);
            var settings = QuantumSettings.Read(loaded);
            LiveRules.RequireLimits(loaded);
            LiveRules.RequireLiveAddresses(settings.Binance);
            var exchange = BinanceExchange.Of(settings.Binance, VenueUse.Live, Console.Error.WriteLine);
            try
            {
                Confirm(settings, parsed.GetValue(confirm));
            }
            catch
            {
                exchange.Dispose();
                throw;
            }

            return SessionProgram.RunAsync(
                new RunOptions(
                    settings, null, parsed.GetValue(length), 1, null, null, TimeZoneInfo.Utc, parsed.GetValue(interval), parsed.GetRequiredValue(dataDir),
                    parsed.GetValue(port))
                { Remote = exchange },
                cancellation);
        });
        return command;
    }

    /// <summary>Somebody must mean it.</summary>
    /// <exception cref="UsageException">Nobody did.</exception>
    private static void Confirm(QuantumSettings settings, string? confirmed)
    {
        if (settings.Binance.Rest.IsLoopback)
            Console.Error.WriteLine($"note: {settings.Binance.Rest} is on this machine; quantum paper --venue paper is for a paper exchange");
        if (confirmed is null)
        {
            if (Console.IsInputRedirected)
                throw new UsageException($"real money needs a confirmation: type the account's name on a terminal, or give --confirm {settings.Account}");
            Console.Error.Write(
                $"""
                This trades real money at {settings.Binance.Rest.Host}: {string.Join(", ", settings.Symbols)}, account {settings.Account}.
                Most value of an order {settings.Limits.OrderNotional}, loss of a day {settings.Limits.DailyLossPpm / 1e4} %, from the high {settings.Limits.DrawdownPpm / 1e4} %.
                Type the account's name to begin: 
                """);
            confirmed = Console.In.ReadLine()?.Trim();
        }

        if (confirmed != settings.Account)
            throw new UsageException($"not confirmed: the account is {settings.Account}, given was “{PrintableText.Of(confirmed ?? "")}”");
    }
}
