using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Projections;

namespace QuantumAI.Trading.Tests.Projections;

public sealed class ProjectionTests
{
    [Fact]
    public void Prop_read_models_must_be_those_of_a_rebuild_when_kept_in_any_batches_over_any_crash() => Seeds.Hold(120, static (random, size) =>
    {
        using var history = new ProjectedHistory(random);
        using var store = new MemoryProjectionStore();
        var frail = new FrailStore(store, random);
        var projection = new Projection(history, frail, ProjectedHistory.Instruments, random.Next(1, 30));
        for (var i = 0; i < size; i++)
        {
            history.Happen(random.Next(4));
            try
            {
                if (random.Next(3) == 0)
                    projection.Step();
                if (random.Next(12) == 0)
                    projection = new Projection(history, frail, ProjectedHistory.Instruments, random.Next(1, 30));
            }
            catch (IOException)
            {
                // The disk was full, before or after the write: the next step goes on.
            }
        }

        frail.IsFrail = false;
        ProjectedHistory.Catch(projection);
        using var fresh = history.Fresh();
        Assert.Equal(history.LastPosition(), store.Cursor().Position);
        Assert.Equal(ViewHash.Of(fresh), ViewHash.Of(store));
        Assert.Equal(0, projection.Rebuilds);
    });

    [Fact]
    public void Prop_rows_must_say_what_the_accounts_say_when_the_history_is_folded() => Seeds.Hold(200, static (random, size) =>
    {
        using var history = new ProjectedHistory(random).Happen(size);
        using var store = history.Fresh();
        var orders = store.All(ViewTables.Orders).Rows.Select(OrderRow.From).ToDictionary(row => row.ClientOrderId);
        var positions = store.All(ViewTables.Positions).Rows.Select(PositionRow.From).ToDictionary(row => (row.Account, row.Agent, row.Symbol));
        var fills = store.All(ViewTables.Fills).Rows.Select(FillRow.From).ToLookup(row => row.ClientOrderId);
        foreach (var (name, account) in history.Accounts)
        {
            foreach (var order in account.Orders.Values)
            {
                var row = orders[order.ClientOrderId];
                Assert.Equal(
                    (name, order.Status.ToString(), order.Filled.ToString(), order.QuoteFilled.ToString(), order.Reason, order.UpdatedNanos),
                    (row.Account, row.Status, row.Filled, row.QuoteFilled, row.Reason, row.UpdatedNanos));
                Assert.Equal(order.Filled.Units, fills[order.ClientOrderId].Sum(fill => Domain.Instruments.Quantity.Parse(fill.Quantity).Units));
            }

            foreach (var position in account.Positions)
            {
                var row = positions[(name, position.AgentId, position.Symbol)];
                Assert.Equal(
                    (position.Quantity.ToString(), position.Cost.ToString(), position.RealisedPnl.ToString(), position.OpenedNanos),
                    (row.Quantity, row.Cost, row.RealisedPnl, row.OpenedNanos));
            }
        }

        Assert.Equal(orders.Count, history.Accounts.Values.Sum(account => account.Orders.Count));
        Assert.Equal(positions.Count, history.Accounts.Values.Sum(account => account.Positions.Count));
        var types = history.Journal.ReadAll().ToLookup(stored => stored.Data.Type);
        Assert.Equal(types["EquityMarked"].Count(), store.All(ViewTables.Equity).Rows.Count);
        Assert.Equal(types["OrderIntended"].Count() + types["OrderDenied"].Count(), store.All(ViewTables.Decisions).Rows.Count);
    });

    [Fact]
    public void Read_models_must_be_rebuilt_when_the_journal_is_an_older_backup()
    {
        using var history = new ProjectedHistory(new Random(1)).Happen(100);
        using var store = history.Fresh();
        using var backup = new ProjectedHistory(new Random(1)).Happen(50);
        var projection = new Projection(backup, store, ProjectedHistory.Instruments, 7);
        ProjectedHistory.Catch(projection);

        using var fresh = backup.Fresh();
        Assert.Equal(1, projection.Rebuilds);
        Assert.Equal(ViewHash.Of(fresh), ViewHash.Of(store));
    }

    [Fact]
    public void Read_models_must_be_those_of_one_when_two_processes_follow_the_journal()
    {
        var random = new Random(4);
        using var history = new ProjectedHistory(random);
        using var store = new MemoryProjectionStore();
        Projection[] both = [new(history, store, ProjectedHistory.Instruments, 5), new(history, store, ProjectedHistory.Instruments, 3)];
        for (var i = 0; i < 400; i++)
        {
            history.Happen(random.Next(2));
            both[random.Next(2)].Step();
        }

        ProjectedHistory.Catch(both[0]);
        using var fresh = history.Fresh();
        Assert.Equal(ViewHash.Of(fresh), ViewHash.Of(store));
        Assert.Equal((0, 0), (both[0].Rebuilds, both[1].Rebuilds));
    }

    [Fact]
    public void Read_models_must_be_rebuilt_when_a_part_of_the_journal_was_quarantined()
    {
        using var history = new ProjectedHistory(new Random(1)).Happen(100);
        using var store = history.Fresh();
        using var cut = new CutFeed(history, "account/two", 5);
        var projection = new Projection(cut, store, ProjectedHistory.Instruments, 7);
        ProjectedHistory.Catch(projection);

        using var fresh = new MemoryProjectionStore();
        ProjectedHistory.Catch(new Projection(cut, fresh, ProjectedHistory.Instruments));
        Assert.Equal(1, projection.Rebuilds);
        Assert.Equal(ViewHash.Of(fresh), ViewHash.Of(store));
        Assert.Contains(store.All(ViewTables.Orders).Rows, row => OrderRow.From(row).Account == "one");
    }

    [Fact]
    public void Read_models_must_be_rebuilt_when_the_journal_is_another_one()
    {
        using var history = new ProjectedHistory(new Random(1)).Happen(50);
        using var store = history.Fresh();
        using var other = new ProjectedHistory(new Random(2)).Happen(100);
        var projection = new Projection(other, store, ProjectedHistory.Instruments, 7);
        ProjectedHistory.Catch(projection);

        using var fresh = other.Fresh();
        Assert.Equal(1, projection.Rebuilds);
        Assert.Equal(ViewHash.Of(fresh), ViewHash.Of(store));
    }

    [Fact]
    public void Projection_must_name_the_event_each_time_when_it_cannot_be_folded()
    {
        using var history = new ProjectedHistory(new Random(1)).Happen(5);
        var last = history.LastPosition();
        history.Journal.Append([new AppendRequest("account/new", 0, [new EventData("OrderTeleported", "{}"u8.ToArray(), 0)])]);
        using var store = new MemoryProjectionStore();
        var projection = new Projection(history, store, ProjectedHistory.Instruments);

        for (var i = 0; i < 2; i++)
        {
            var refusal = Assert.Throws<ProjectionException>(() => projection.Step());
            Assert.StartsWith($"position {last + 1}, stream account/new, sequence 1: ", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("OrderTeleported", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, store.Cursor().Position);
    }

    [Fact]
    public void Decision_must_carry_reason_code_and_cause_when_listed()
    {
        using var history = new ProjectedHistory(new Random(3)).Happen(100);
        using var store = history.Fresh();
        var decisions = store.All(ViewTables.Decisions).Rows.Select(DecisionRow.From).ToArray();

        Assert.Contains(decisions, row => row is { Kind: "denied", Code: 8, Rule: "AgentExposure", Reason: "“too much”", Causation: "bar:x#1", Correlation: "aurora/x", ClientOrderId: "" });
        Assert.Contains(decisions, row => row is { Kind: "intended", Code: 0, Rule: "", Causation: "bar:x#2" } && row.ClientOrderId == ClientOrderId.For(row.Account, 1));
    }

    [Fact]
    public void Every_event_type_must_be_projected_when_one_is_added()
    {
        var happened = Enumerable.Range(0, 20).SelectMany(seed => new ProjectedHistory(new Random(seed)).Happen(200).Journal.ReadAll())
            .Where(stored => stored.Stream != "session").Select(stored => stored.Data.Type).Distinct().Order();

        Assert.Equal(typeof(AccountEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(AccountEvent))).Select(type => type.Name).Order(), happened);
    }

    /// <summary>Leaves a stream out from a sequence on, as quarantine does.</summary>
    private sealed class CutFeed(ProjectedHistory history, string stream, long fromSequence) : IJournalFeed
    {
        public long LastPosition() => history.LastPosition();

        public IReadOnlyList<StoredEvent> Read(long fromPosition, int most) =>
            [.. history.Journal.ReadAll(fromPosition).Where(stored => stored.Stream != stream || stored.Sequence < fromSequence).Take(most)];

        public void Dispose()
        {
        }
    }

    /// <summary>Throws now and then, before or after it has written.</summary>
    private sealed class FrailStore(IProjectionStore store, Random random) : IProjectionStore
    {
        public bool IsFrail { get; set; } = true;

        public ViewCursor Cursor() => store.Cursor();

        public bool Apply(IReadOnlyList<ViewRow> rows, ViewCursor from, ViewCursor to)
        {
            var fate = IsFrail ? random.Next(6) : 6;
            if (fate == 0)
                throw new IOException("full");
            var isThere = store.Apply(rows, from, to);
            return fate == 1 ? throw new IOException("who knows") : isThere;
        }

        public void Reset() => store.Reset();

        public ViewPage Newest(ViewTable table, long before, int limit) => store.Newest(table, before, limit);

        public ViewPage All(ViewTable table) => store.All(table);

        public void Dispose() => store.Dispose();
    }
}
