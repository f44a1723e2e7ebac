using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;

namespace QuantumAI.Simulation.Oracles;

/// <summary>What an approval must have counted at the least, by the market's own prices: the gate's figures are not believed.</summary>
/// <remarks>
/// A lower bound on purpose: positions of our agents that can be sold, and bought orders that the venue has or gets. What the gate adds to it (orders that wait
/// here, reservations above the price) makes its figures larger. Prices may have moved by <see cref="SlackPpm"/> since the quotes that it knew.
/// Of two purchases that cancel each other the gate counts one, this counts both: the load asks for none.
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
        var (equity, sums) = (EquityOf(account), SumsOf(account, held, order));
        Must(Money.Abs(approval.Equity - equity) <= equity.Share(SlackPpm, Rounding.Up), $"the equity is about {equity}, it was approved at {approval.Equity}");
        Must(Less(sums.All) <= approval.TotalExposure, $"the exposure is about {sums.All}, it was approved at {approval.TotalExposure}");
        Must(Less(sums.Agent) <= approval.AgentExposure, $"the exposure of {order.AgentId} is about {sums.Agent}, it was approved at {approval.AgentExposure}");
        if (order.Side == OrderSide.Sell)
            return; // a sale of a cash account adds nothing
        MostOf("the account", approval.TotalExposure, approval.Equity.Share(limits.TotalExposurePpm, Rounding.Up));
        MostOf(order.AgentId, approval.AgentExposure, approval.Equity.Share(limits.AgentSharesPpm.GetValueOrDefault(order.AgentId), Rounding.Up));
        MostOf("the order", Money.Notional(order.Reference, order.Quantity), limits.OrderNotional + limits.OrderNotional); // by the decision's price, as far as that is from the market's
        MostOf("open orders", Less(sums.Open), limits.OpenOrdersNotional);
        MostOf(order.Symbol, Less(sums.Symbol), limits.PositionNotional.TryGetValue(order.Symbol, out var position) ? position : null);

        void MostOf(string what, Money worth, Money? most) => Must(most is not { } limit || worth <= limit, $"{what}: {worth} is approved, the limit is {most}");

        void Must(bool holds, string what)
        {
            if (!holds)
                violated($"{order.ClientOrderId}: {what}");
        }
    }

    private ExposureAtLeast SumsOf(Account account, IReadOnlyDictionary<(string Agent, string Symbol), Int128> held, OrderIntended order)
    {
        var sums = default(ExposureAtLeast);
        foreach (var ((holder, symbol), units) in held)
        {
            if (holder != Account.ExternalAgent && Int128.Abs(units) >= Math.Max(1, account.Instruments[symbol].MinQuantityUnits))
                Add(holder, symbol, (long)Int128.Abs(units), limit: null, isOpen: false);
        }

        foreach (var other in account.OpenOrders)
        {
            if (other.Side == OrderSide.Buy && !other.ReduceOnly && other.Status != OrderStatus.Emulated)
                Add(other.AgentId, other.Symbol, other.Remaining.Units, other.Terms.Limit, isOpen: true);
        }

        if (order.Side == OrderSide.Buy && order.Held != true)
            Add(order.AgentId, order.Symbol, order.Quantity.Units, order.AllTerms().Limit, isOpen: true);
        return sums;

        void Add(string holder, string symbol, long lots, Price? limit, bool isOpen)
        {
            var worth = WorthOf(account.Instruments[symbol], lots, limit);
            sums = new ExposureAtLeast(
                sums.All + worth, holder == order.AgentId ? sums.Agent + worth : sums.Agent, symbol == order.Symbol ? sums.Symbol + worth : sums.Symbol,
                isOpen ? sums.Open + worth : sums.Open);
        }
    }

    private Money EquityOf(Account account)
    {
        var equity = Money.Zero;
        foreach (var (asset, balance) in account.Ledger.Balances)
        {
            equity += account.Instruments.Values.FirstOrDefault(one => one.BaseAsset == asset) is { } instrument
                ? WorthOf(instrument, (long)FixedPoint.Rescale(balance.Total.Units, Money.Scale, instrument.QuantityScale, Rounding.Down), limit: null)
                : balance.Total;
        }

        return equity;
    }

    private static Money Less(Money amount) => amount - amount.Share(SlackPpm, Rounding.Up);

    private Money WorthOf(Instrument instrument, long lots, Price? limit) => priceOf(instrument.Symbol) is { } price
        ? Money.Notional(limit is { } most && most < price ? most : price, instrument.Quantity(lots))
        : Money.Zero;

    private readonly record struct ExposureAtLeast(Money All, Money Agent, Money Symbol, Money Open);
}
