using QuantumAI.Domain.Instruments;
using QuantumAI.Simulation.Fees;
using QuantumAI.Simulation.Liquidity;
using QuantumAI.Simulation.Matching;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <summary>What trades and ends do to the money that orders have set aside. Belongs to one venue; not thread safe.</summary>
/// <param name="symbols">What is traded.</param>
/// <param name="house">Who knows prices.</param>
/// <param name="draft">What changes with this step.</param>
internal sealed class VenuePayments(IReadOnlyList<VenueSymbol> symbols, HouseLiquidity house, VenueDraft draft)
{
    /// <summary>Pays one side of a trade from what its order, and its rival, have set aside.</summary>
    /// <param name="order">The order.</param>
    /// <param name="tradeId">The symbol's next.</param>
    /// <param name="isMaker">It rested in the book.</param>
    /// <param name="happened">The trade.</param>
    /// <param name="paid">What a client paid who buys from this order; null = the other side is the market, or this order buys.</param>
    public VenueTrade Pay(OpenOrder order, long tradeId, bool isMaker, in EngineEvent happened, Money? paid)
    {
        var instrument = order.Symbol.Instrument;
        var (price, quantity) = (instrument.Price(happened.Price), instrument.Quantity(happened.Quantity));
        var locked = order.Order.Locked;
        if (order.Rival is { } rival)
        {
            locked += rival.Order.Locked;
            SetLocked(rival, Money.Zero);
        }

        var trade = new FeeTrade(order.Terms.Side, isMaker, price, quantity, order.Account.FeeTier, ThirdPriceOf(order.Account, instrument));
        var (quote, fee) = order.Account.Money.Pay(instrument, in trade, ref locked, paid);
        order.Order = order.Order with { Locked = locked };
        return new VenueTrade(
            order.Order.ClientOrderId, instrument.Symbol, tradeId, order.Terms.Side, price, quantity, quote, fee.Amount, fee.Asset, draft.Nanos,
            order.Order.VenueOrderId, isMaker, order.Account.Number);
    }

    /// <summary>Gives back what the rest of an order, and of its rival, does not need.</summary>
    public void ReleaseExcess(OpenOrder order)
    {
        if (order.IsUnpricedBuy)
            return; // it ends with this step, or waits with its whole protection
        var (need, rival) = (NeedOf(order), order.Rival);
        if (rival is not null && rival.IsUnpricedBuy)
            return;
        if (rival is not null)
            need = Money.Max(need, NeedOf(rival));
        var holder = rival is not null && order.Order.Locked == Money.Zero ? rival : order;
        var excess = holder.Order.Locked - need;
        if (excess <= Money.Zero)
            return;
        order.Account.Money.Ledger.Release(order.PaidAsset, excess);
        SetLocked(holder, need);
        draft.ChangesAsset(order.Account, order.PaidAsset);
    }

    private static Money NeedOf(OpenOrder order) => order.Account.Money.LockOf(order.Terms, order.Order.Remaining, order.Symbol.Instrument, default).Least;

    /// <summary>An order has this set aside now.</summary>
    public void SetLocked(OpenOrder order, Money locked)
    {
        if (order.Order.Locked == locked)
            return;
        order.Order = order.Order with { Locked = locked };
        draft.Changes(order.Record);
        draft.ChangesAsset(order.Account, order.PaidAsset);
    }

    /// <summary>What one unit of the asset that pays fees costs in the quote asset; 0 when nobody knows.</summary>
    private Money ThirdPriceOf(VenueAccount account, Instrument instrument)
    {
        if (account.Money.Third is not { } third)
            return Money.Zero;
        foreach (var symbol in symbols)
        {
            if (symbol.Instrument.BaseAsset == third.Asset && symbol.Instrument.QuoteAsset == instrument.QuoteAsset && house.Touch(symbol.Index).Bid is > 0 and var bid)
                return Money.Notional(symbol.Instrument.Price(bid), new Quantity(1, 0));
        }

        return Money.Zero;
    }
}
