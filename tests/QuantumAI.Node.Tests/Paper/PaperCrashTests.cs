using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Journal.Sqlite;
using QuantumAI.Journal.Venue;
using QuantumAI.Node.Tests.Processes;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Simulation.Venue;

namespace QuantumAI.Node.Tests.Paper;

public sealed class PaperCrashTests
{
    [Fact]
    public async Task Books_on_sqlite_must_equal_the_venue_when_the_program_was_killed_20_times()
    {
        var books = await PaperKills.RunAsync(JournalHome.Sqlite, seed: 1, kills: 20);
        Assert.InRange(books.Fills.Count(), 2, int.MaxValue);
    }

    [Fact]
    public async Task Books_on_postgresql_must_equal_the_venue_when_the_program_was_killed_20_times()
    {
        var books = await PaperKills.RunAsync(JournalHome.PostgreSql(), seed: 2, kills: 20);
        Assert.InRange(books.Fills.Count(), 2, int.MaxValue);
    }

    [Fact]
    public async Task Unanswered_intent_must_be_found_when_the_session_is_over()
    {
        using var folder = new TempFolder();
        (await PaperSession.RunAsync(folder, "data", seed: 11, "5d")).Expect(0);
        var before = PaperBooks.Read(folder["data"]);
        CutJournalAfter(folder, before, before.Intents.Last());

        var over = (await PaperSession.RunAsync(folder, "data", seed: 11, "1d")).Expect(0);

        Assert.Contains("is over", over.Error, StringComparison.Ordinal);
        var after = PaperBooks.Read(folder["data"]);
        after.MustEqualTheVenue();
        Assert.Equal(before.Venue.Trades, after.Venue.Trades);
    }

    [Fact]
    public async Task Unanswered_intent_must_be_found_and_not_resent_when_the_venue_had_it()
    {
        using var folder = new TempFolder();
        (await PaperSession.RunAsync(folder, "data", seed: 11, "5d")).Expect(0);
        var before = PaperBooks.Read(folder["data"]);
        var last = before.Intents.Last();
        CutJournalAfter(folder, before, last);

        (await PaperSession.RunAsync(folder, "data", seed: 11, "6d")).Expect(0);

        var after = PaperBooks.Read(folder["data"]);
        after.MustEqualTheVenue();
        Assert.Single(after.Fills, fill => fill.ClientOrderId == last.ClientOrderId);
        Assert.Single(after.Venue.Trades, trade => trade.ClientOrderId == last.ClientOrderId);
        Assert.Equal(before.Venue.Trades, after.Venue.Trades.Take(before.Venue.Trades.Count));
    }

    [Fact]
    public async Task Unanswered_intent_must_end_as_never_arrived_and_not_be_resent_when_the_venue_had_nothing()
    {
        using var folder = new TempFolder();
        (await PaperSession.RunAsync(folder, "data", seed: 11, "5d")).Expect(0);
        var before = PaperBooks.Read(folder["data"]);
        var last = before.Intents.Last();
        CutJournalAfter(folder, before, last);
        ForgetAtVenue(folder, before, last);

        (await PaperSession.RunAsync(folder, "data", seed: 11, "6d")).Expect(0);

        var after = PaperBooks.Read(folder["data"]);
        after.MustEqualTheVenue();
        Assert.Single(after.Events.OfType<OrderNeverArrived>(), never => never.ClientOrderId == last.ClientOrderId);
        Assert.DoesNotContain(after.Venue.Orders, order => order.ClientOrderId == last.ClientOrderId);
    }

    /// <summary>The journal as a crash leaves it that came right after an intent became durable.</summary>
    private static void CutJournalAfter(TempFolder folder, PaperBooks books, OrderIntended intent)
    {
        IReadOnlyList<StoredEvent> session;
        using (var whole = SqliteJournalStore.Open(folder["data/journal.db"], JournalHome.Identity))
            session = [.. whole.Read("session/paper")];
        foreach (var file in Directory.GetFiles(folder["data"], "journal.*"))
            File.Delete(file);
        var length = books.Events.ToList().IndexOf(intent) + 1;
        using var cut = SqliteJournalStore.Open(folder["data/journal.db"], JournalHome.Identity);
        cut.Append(
        [
            new AppendRequest("session/paper", 0, [.. session.Select(stored => stored.Data)]),
            new AppendRequest(PaperBooks.Stream, 0, [.. books.Stored.Take(length).Select(stored => stored.Data)]),
        ]);
    }

    /// <summary>The venue as it would be had the order been lost on its way.</summary>
    private static void ForgetAtVenue(TempFolder folder, PaperBooks books, OrderIntended intent)
    {
        var account = new Account(PaperBooks.Instruments);
        for (var i = 0; books.Events[i] != intent; i++)
            account.Apply(books.Events[i], books.Stored[i].Data.TimeNanos);
        foreach (var file in Directory.GetFiles(folder["data"], "venue.sqlite*"))
            File.Delete(file);
        var orders = books.Venue.Orders.Where(order => order.ClientOrderId != intent.ClientOrderId).ToArray();
        using var venue = SqlitePaperVenueStore.Open(folder["data/venue.sqlite"]);
        venue.Save(new VenueChange(
            orders, [.. books.Venue.Trades.Where(trade => trade.ClientOrderId != intent.ClientOrderId)],
            [.. account.Ledger.Balances.Select(balance => new AccountBalance(1, balance.Key, new Balance(balance.Value.Total, Money.Zero)))],
            orders.Max(order => order.UpdatedNanos)));
    }
}
