using QuantumAI.Domain.Orders;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Kills;

/// <summary>A session on an exchange over sockets, where either side dies in the middle of an order.</summary>
public sealed class VenueKillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Books_must_equal_the_exchange_when_either_side_was_killed_10_times()
    {
        var figures = await VenueKills.RunAsync(seed: 1, pairs: 5, killsEach: 2);
        output.WriteLine($"{figures}");
        Assert.Equal(10, figures.Kills);
        Assert.InRange(figures.Fills, 4, int.MaxValue);
    }

    [Fact]
    [Trait("Size", "proof")]
    public async Task Books_must_equal_the_exchange_when_either_side_was_killed_100_times()
    {
        var figures = await VenueKills.RunAsync(seed: 100, pairs: 10, killsEach: 10);
        output.WriteLine($"{figures}");
        Assert.Equal(100, figures.Kills);
        ProofFigures.Write("venue-kills", figures);
    }

    [Fact]
    public async Task Late_order_of_a_frozen_client_must_be_refused_and_not_be_sent_again()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("signals are POSIX");
        using var folder = new TempFolder();
        await using var exchange = await ExchangeProcess.StartKeepingAsync(folder);
        await using var trader = TraderProcess.Start(exchange, folder["trader"], frozenOrder: 3);
        var id = (await trader.LineAsync(TraderProcess.Frozen))[TraderProcess.Frozen.Length..];

        // Real time: what must pass is the receive window of a stopped process, two seconds here.
        await Task.Delay(TimeSpan.FromSeconds(3));
        await trader.ContinueAsync();
        Assert.Equal($"answered {id} 400", await trader.LineAsync($"answered {id} "));
        await trader.LineAsync(TraderProcess.Sending); // it trades on
        await trader.TellAsync(TraderProcess.Rest);
        await trader.LineAsync(TraderProcess.Rest);
        await trader.EndAsync();
        await exchange.StopAsync();
        Assert.Single(trader.Said, $"{TraderProcess.Sending}{id}");

        var books = KilledBooks.Read(folder["trader"], exchange.Books);
        books.MustEqualTheVenue();
        Assert.DoesNotContain(books.VenueOrders, order => order.ClientOrderId == id);
        Assert.Equal(OrderStatus.Rejected, books.OrderOf(id).Status);
        Assert.Contains("-1021", books.OrderOf(id).Reason, StringComparison.Ordinal);
    }
}
