using QuantumAI.Node.Tests.Processes;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Node.Tests.Kills;

/// <summary>An exchange and a trader on it, killed again and again while orders are on their way; then they rest and their books are compared.</summary>
internal static class VenueKills
{
    private const int OrdersMost = 6;
    private const int MillisMost = 25;

    /// <summary>What a run of kills has seen.</summary>
    internal readonly record struct Figures(int Kills, int Orders, int Fills, int Unknown, int NeverArrived)
    {
        public static Figures operator +(Figures left, Figures right) => new(
            left.Kills + right.Kills, left.Orders + right.Orders, left.Fills + right.Fills, left.Unknown + right.Unknown, left.NeverArrived + right.NeverArrived);
    }

    /// <summary>Several pairs side by side: most of the time each waits until it is proved that a lost order never arrived.</summary>
    public static async Task<Figures> RunAsync(int seed, int pairs, int killsEach) =>
        (await Task.WhenAll(Enumerable.Range(seed, pairs).Select(each => RunAsync(each, killsEach)))).Aggregate((left, right) => left + right);

    private static async Task<Figures> RunAsync(int seed, int kills)
    {
        using var folder = new TempFolder();
        await using var exchange = await ExchangeProcess.StartKeepingAsync(folder);
        var kill = 0;
        var trader = TraderProcess.Start(exchange, folder["trader"]);
        try
        {
            for (kill = 1; kill <= kills; kill++)
            {
                var draw = WorldRandom.Mix((ulong)seed, (ulong)kill);
                for (var order = 0UL; order <= draw % OrdersMost; order++)
                    await trader.LineAsync(TraderProcess.Sending);
                await Task.Delay(TimeSpan.FromMilliseconds(draw / OrdersMost % MillisMost));
                trader = await KillAsync(exchange, trader, folder, draw / OrdersMost / MillisMost % 5);
            }

            await trader.LineAsync(TraderProcess.Sending);
            await trader.TellAsync(TraderProcess.Rest);
            await trader.LineAsync(TraderProcess.Rest);
            await trader.EndAsync();
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"seed {seed}, kill {kill} of {kills}: {failure.Message}", failure);
        }
        finally
        {
            await trader.DisposeAsync();
        }

        await exchange.StopAsync();
        var books = KilledBooks.Read(folder["trader"], exchange.Books);
        books.MustEqualTheVenue();
        return new Figures(kills, books.VenueOrders.Count, books.Fills, books.Unknown, books.NeverArrived);
    }

    /// <summary>Kills one of them, or both, and starts it again where it was.</summary>
    private static async Task<TraderProcess> KillAsync(ExchangeProcess exchange, TraderProcess trader, TempFolder folder, ulong which)
    {
        if (which < 2)
        {
            await exchange.KillAsync();
            await exchange.StartAgainAsync();
            trader.Forget();
            return trader;
        }

        await trader.KillAsync();
        if (which == 4)
        {
            await exchange.KillAsync();
            KilledBooks.Read(folder["trader"], exchange.Books).MustNeverContradict();
            await exchange.StartAgainAsync();
        }

        await trader.DisposeAsync();
        return TraderProcess.Start(exchange, folder["trader"]);
    }
}
