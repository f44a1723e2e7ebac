using QuantumAI.Domain;
using QuantumAI.Simulation.Matching;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <content>Self-trade prevention: what the engine averted, booked and remembered.</content>
public sealed partial class PaperVenue
{
    private VenuePrevention? _prevention;
    private long _lastPrevention;

    /// <summary>What is taken from either order follows; the match is remembered when all of it is known.</summary>
    private void BeginPrevention(OpenOrder taker, in EngineEvent averted)
    {
        EndPrevention();
        var instrument = taker.Symbol.Instrument;
        _prevention = new VenuePrevention(
            ++_lastPrevention, instrument.Symbol, taker.Account.Number, averted.OrderId, averted.MakerOrderId, taker.Terms.SelfTrade,
            instrument.Price(averted.Price), instrument.ZeroQuantity, instrument.ZeroQuantity, _draft.Nanos);
    }

    private void Prevent(OpenOrder order, in EngineEvent happened)
    {
        Guard.That(_prevention is not null, "what is prevented has been averted");
        var quantity = order.Symbol.Instrument.Quantity(happened.Quantity);
        var isTaker = order.Number == _prevention.TakerOrder;
        _prevention = isTaker ? _prevention with { TakerQuantity = quantity } : _prevention with { MakerQuantity = quantity };
        if (!isTaker && happened.Remaining > 0)
            TakeShown(order, quantity);
        order.Order = order.Order with { Prevented = (order.Order.Prevented ?? order.Symbol.Instrument.ZeroQuantity) + quantity, UpdatedNanos = _draft.Nanos };
        _draft.Changes(order.Record);
        _draft.Tell(order, new VenuePrevented(
            order.Order.ClientOrderId, _prevention.PreventionId, isTaker ? _prevention.MakerOrder : _prevention.TakerOrder, _prevention.Price, quantity));
        if (happened.Remaining == 0)
        {
            End(order, VenueOrderStatus.Expired, SelfTradePrevented);
            return;
        }

        Shrink(order, Less(order, happened.Quantity), isWish: false);
        Guard.That(order.Order.Remaining.Units == happened.Remaining, "venue and engine agree on what an order has left");
    }

    private void EndPrevention()
    {
        if (_prevention is not { } prevention)
            return;
        _prevention = null;
        _draft.Add(prevention);
        Remember(prevention);
    }

    private void Remember(VenuePrevention prevention)
    {
        _lastPrevention = Math.Max(_lastPrevention, prevention.PreventionId);
        if (SymbolOf(prevention.Symbol) is { } symbol)
            _accounts[prevention.Account - 1].BookOf(symbol).Add(prevention);
    }
}
