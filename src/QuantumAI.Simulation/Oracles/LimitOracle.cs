using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;

namespace QuantumAI.Simulation.Oracles;

/// <summary>What an approval must have counted at the least, by the market's own prices: the gate's figures are not believed.</summary>
/// <remarks>
/// A lower bound on purpose: positions of our agents that can be sold, and bought orders that the venue has or gets. What the gate adds to it (orders that wait
/// here, reservations above the price) makes its figures larger, never smaller. Prices may have moved by <see cref="SlackPpm"/> since the
/// quotes that it knew.
/// </remarks>
/// <param name="limits">The account's.</param>
/// <param name="priceOf">The market's last price of a symbol; null before the first.</param>
/// <param name="violated">Is told what does not hold, in words.</param>
internal sealed class LimitOracle(RiskLimits limits, Func<string, Price?> priceOf, Action<string> violated)
{
    private const long SlackPpm = 50_000;

    /// <summary>An order that opens is approved and about to be intended.</summary>
    /// <param name="account">The account before it.</param>
    /// <param name="held">What each agent holds of each symbol, in units of the symbol's lots.</param>
    /// <param name="order">What is intended.</param>
    /// <param name="approval">On what figures.</param>
    public void Check(Account account, IReadOnlyDictionary<(string Agent, string Symbol), Int128> held, OrderIntended order, OrderApproved approval)
    {
        var (all, agent, symbol, open) = (Money.Zero, Money.Zero, Money.Zero, Money.Zero);
        foreach (var ((holder, of), units) in held)
        {
            if (holder != Account.ExternalAgent && Int128.Abs(units) >= Math.Max(1, account.Instruments[of].MinQuantityUnits))
                Add(holder, of, Worth(account, of, (long)Int128.Abs(units), limit: null), isOpen: false);
        }

        foreach (var other in account.OpenOrders)
        {
            if (other.Side == OrderSide.Buy && !other.ReduceOnly && other.Status != OrderStatus.Emulated)
                Add(other.AgentId, other.Symbol, Worth(account, other.Symbol, other.Remaining.Units, other.Terms.Limit), isOpen: true);
        }

        if (order.Side == OrderSide.Buy && order.Held != true)
            Add(order.AgentId, order.Symbol, Worth(account, order.Symbol, order.Quantity.Units, order.AllTerms().Limit), isOpen: true);

        var equity = Money.Zero;
        foreach (var asset in account.Ledger.Balances.Keys)
            equity += account.Instruments.Values.FirstOrDefault(one => one.BaseAsset == asset) is { } instrument ? Worth(account, instrument.Symbol, asset) : account.Ledger[asset].Total;
        Must(Money.Abs(approval.Equity - equity) <= equity.Share(SlackPpm, Rounding.Up), $"the equity is about {equity}, it was approved at {approval.Equity}");
        Must(Less(all) <= approval.TotalExposure, $"the exposure is about {all}, it was approved at {approval.TotalExposure}");
        Must(Less(agent) <= approval.AgentExposure, $"the exposure of {order.AgentId} is about {agent}, it was approved at {approval.AgentExposure}");
        var share = approval.Equity.Share(limits.AgentSharesPpm.GetValueOrDefault(order.AgentId), Rounding.Up);
        Must(order.Side == OrderSide.Sell || approval.AgentExposure <= share, $"{order.AgentId} is given {approval.AgentExposure}, its share is {share}");
        Must(limits.OpenOrdersNotional is not { } most || order.Side == OrderSide.Sell || Less(open) <= most, $"open orders are worth about {open}, the limit is {limits.OpenOrdersNotional}");
        Must(
            !limits.PositionNotional.TryGetValue(order.Symbol, out var position) || order.Side == OrderSide.Sell || Less(symbol) <= position,
            $"{order.Symbol} is held and ordered for about {symbol}, the limit is {position}");

        void Add(string holder, string of, Money worth, bool isOpen)
        {
            all += worth;
            agent += holder == order.AgentId ? worth : Money.Zero;
            symbol += of == order.Symbol ? worth : Money.Zero;
            open += isOpen ? worth : Money.Zero;
        }

        void Must(bool holds, string what)
        {
            if (!holds)
                violated($"{order.ClientOrderId}: {what}");
        }
    }

    private static Money Less(Money amount) => amount - amount.Share(SlackPpm, Rounding.Up);

    private Money Worth(Account account, string symbol, long lots, Price? limit) => priceOf(symbol) is { } price
        ? Money.Notional(limit is { } most && most < price ? most : price, account.Instruments[symbol].Quantity(lots))
        : Money.Zero;

    private Money Worth(Account account, string symbol, string asset) =>
        Worth(account, symbol, (long)FixedPoint.Rescale(account.Ledger[asset].Total.Units, Money.Scale, account.Instruments[symbol].QuantityScale, Rounding.Down), limit: null);
}
