using System.CommandLine;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Configuration;

namespace QuantumAI.Node.Commands;

/// <summary><c>quantum exchange</c>: an exchange on this machine that a Binance Spot client can trade on by its URL.</summary>
internal static class ExchangeCommand
{
    public static Command Create()
    {
        var market = new Option<string>("--market")
        {
            Description = "synthetic, or a market file ([SYMBOL=]FILE) that is played at its own pace, again and again.",
            DefaultValueFactory = _ => "synthetic",
        };
        var dataDir = SharedOptions.DataDirIfAny("Where accounts, orders and keys are kept; in memory only when not given.");
        var (port, seed, symbol, zone) = (SharedOptions.Port(), SharedOptions.Seed(), SharedOptions.Symbol(), SharedOptions.TimeZone());
        var (config, set) = (SharedOptions.Config(), SharedOptions.Set());
        var command = new Command("exchange", "A paper exchange on 127.0.0.1 that a Binance Spot client can trade on by changing its URL.")
        {
            market, port, dataDir, seed, symbol, zone, config, set,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            new ExchangeOptions(
                ConfigurationFiles.Load("paper", parsed.GetValue(config)?.ToString(), parsed.GetValue(set) ?? []), parsed.GetRequiredValue(market),
                parsed.GetValue(seed) ?? 1, parsed.GetValue(symbol), parsed.GetValue(zone)!, parsed.GetValue(dataDir), parsed.GetValue(port)),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ExchangeOptions options, CancellationToken cancellation)
    {
        var run = await ExchangeRun.StartAsync(options, cancellation).ConfigureAwait(false);
        await using (run.ConfigureAwait(false))
        {
            Console.Out.WriteLine($"url: {run.Url}");
            Console.Out.WriteLine($"api key: {run.Printed.Key}");
            Console.Out.WriteLine($"secret: {run.Printed.Secret}");
            await Console.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            await Console.Error.WriteLineAsync($"listening on {run.Url}").ConfigureAwait(false);
            await run.RunAsync(cancellation).ConfigureAwait(false);
            return ExitCode.Done;
        }
    }
}
