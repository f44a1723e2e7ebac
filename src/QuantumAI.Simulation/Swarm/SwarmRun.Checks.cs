using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Simulation.Swarm;

/// <content>What must hold of the whole system while it runs, and when it has settled.</content>
public sealed partial class SwarmRun
{
    private void CheckAll()
    {
        _journalOracle.Check(_journal.Heads());
        foreach (var account in _accounts)
        {
            var (books, venue) = _oracles[account.Name];
            books.Check();
            venue.Check(account.Venue.Venue, books.Folded.Instruments);
            if (account.Session is not { IsRunning: true } session || session.Epoch != _cluster.OwnerOf(account.Name)?.Epoch)
                continue;
            if (!session.Process.IsFrozen)
                CheckWatched(account, session, books.Folded);
            if (session.IsSettled)
                CheckLive(account, session, books.Folded);
        }
    }

    /// <summary>A process that waits for nobody knows what the journal says.</summary>
    private void CheckLive(SwarmAccount account, SwarmSession session, Account folded)
    {
        var live = session.Trading.Books.Current;
        Must(live.Intents == folded.Intents, $"{account.Name}: the process has {live.Intents} intents, the journal {folded.Intents}");
        foreach (var (asset, balance) in folded.Ledger.Balances)
            Must(live.Ledger[asset] == balance, $"{account.Name}: the process has {live.Ledger[asset]} {asset}, the journal {balance}");
        Must(
            live.OpenOrders.Select(order => (order.ClientOrderId, order.Status)).Order().SequenceEqual(folded.OpenOrders.Select(order => (order.ClientOrderId, order.Status)).Order()),
            $"{account.Name}: open orders of the process and of the journal differ");
    }

    /// <summary>After the faults: an owner that trades, books that equal the venue's, and nothing of which nobody knows the fate.</summary>
    private void CheckSettled(SwarmAccount account)
    {
        var folded = _oracles[account.Name].Books.Folded;
        if (account.Session is not { IsRunning: true } session)
        {
            Violate($"{account.Name}: nobody works on it after every fault has ended{(account.Session?.Process.World.Fault is { } fault ? $": {fault.Exception.Message}" : "")}");
            return;
        }

        Must(session.Trading.Books.IsSettled, $"{account.Name}: the journal still owes answers");
        Must(session.Board.IsReconciled, $"{account.Name}: its books are not matched with the venue's; {folded.Risk.State} {folded.Risk.Detail}");
        Must(folded.Risk.State != TradingState.Halted, $"{account.Name}: it is halted: {folded.Risk.Detail}");
        foreach (var order in folded.OpenOrders)
            Must(!OrderTransitions.IsInFlight(order.Status), $"{account.Name}: {order.ClientOrderId} is still {order.Status}");
        var open = folded.OpenOrders.Where(order => order.Status != OrderStatus.Emulated).Select(order => order.ClientOrderId).Order(StringComparer.Ordinal);
        var theirs = account.Venue.Venue.Main.OpenOrders.Select(order => order.ClientOrderId).Order(StringComparer.Ordinal);
        Must(open.SequenceEqual(theirs), $"{account.Name}: open here {string.Join(' ', open)}, at the venue {string.Join(' ', theirs)}");
        foreach (var (asset, balance) in account.Venue.Venue.Balances)
        {
            var (books, venue) = _oracles[account.Name];
            Must(folded.Ledger[asset].Total == balance.Total, $"{account.Name}: {folded.Ledger[asset].Total} {asset} in the journal, {balance.Total} at the venue");
            Must(
                books.FromOutside(asset) == venue.FromOutside(asset),
                $"{account.Name}: {books.FromOutside(asset)} {asset} are booked as come from outside, {venue.FromOutside(asset)} came");
        }
    }

    /// <summary>Nobody waits for ever for news of an order without that somebody is told.</summary>
    private void CheckWatched(SwarmAccount account, SwarmSession session, Account folded)
    {
        session.ReadAlarms();
        foreach (var order in folded.OpenOrders)
        {
            var sinceNanos = Math.Max(order.UpdatedNanos, session.Process.AwakeSinceNanos);
            if (OrderTransitions.IsInFlight(order.Status) && _universe.NowNanos - sinceNanos > Watched.Ticks * 100 && !session.IsAlarmedOf(order.ClientOrderId))
                Violate($"{account.Name}: {order.ClientOrderId} is {order.Status} for {(_universe.NowNanos - sinceNanos) / 1e9:0} s, and nobody is told");
        }
    }

    /// <summary>After the machines have lost their power: what is read from the journal is the account that was there.</summary>
    private void CheckAgain(SwarmAccount account)
    {
        var folded = _oracles[account.Name].Books.Folded;
        var again = new Account(folded.Instruments);
        foreach (var stored in _journal.Read(account))
            again.Apply(AccountEventCodec.Instance.Decode(stored), stored.Data.TimeNanos);
        Must(AccountStateHash.Of(again) == AccountStateHash.Of(folded), $"{account.Name}: read again, the journal gives another account");
    }
}
