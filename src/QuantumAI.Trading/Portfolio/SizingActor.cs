using System.Globalization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Domain.Signals;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Trading.Portfolio;

/// <summary>An agent wants to enter or leave a position.</summary>
/// <param name="Features">What the agent saw: <c>name value</c>, separated by commas.</param>
/// <param name="ReplyTo">Told when no order was asked for (<see cref="SignalDropped"/>); an order that was is answered by <see cref="BookChanged"/>.</param>
public sealed record TradeSignal(
    string AgentId, Instrument Instrument, Signal Signal, Price Reference, MarketView Market, string Features = "", ActorRef<AgentMessage>? ReplyTo = null);

/// <summary>Turns a signal into an order of a size: a fixed fraction of equity in, the whole position out.</summary>
/// <remarks>
/// While the account's state forbids an order, the gate is asked for it once by each agent, symbol and direction, so that the journal says
/// no once and why; from then on the agent is told that it was dropped, which is counted. Else each bar of a long halt would be a denial.
/// </remarks>
public sealed class SizingActor(AccountBooks books, ActorRef<RiskMessage> riskGate, long fractionPpm, Money orderNotionalMax) : Actor<TradeSignal>
{
    private readonly HashSet<(string AgentId, string Symbol, SignalKind Kind)> _denied = [];
    private long _haltOfDenied;

    protected override void Receive(in TradeSignal message)
    {
        var instrument = message.Instrument;
        var enters = message.Signal.Kind == SignalKind.EnterLong;
        if (IsDropped(message, enters))
        {
            message.ReplyTo?.TellReserved(new SignalDropped($"denied:{DenialCode.TradingHalted}")); // one per signal that was taken
            return;
        }

        var quantity = enters
            ? PositionSizing.FixedFraction(books.Current.Equity(books.Marks), fractionPpm, orderNotionalMax, instrument, message.Market.Ask)
            : instrument.FloorToLot(books.Current.PositionOf(message.AgentId, instrument.Symbol).Quantity);

        var terms = OrderTerms.Market(enters ? OrderSide.Buy : OrderSide.Sell, quantity, isReduceOnly: !enters);
        var basis = new OrderBasis(message.Features, enters
            ? string.Create(CultureInfo.InvariantCulture, $"{fractionPpm / 1e4} % of equity, at most {orderNotionalMax}, at the ask {message.Market.Ask}, floored to the lot")
            : "the whole position, floored to the lot");

        // Reserved, since the agent waits for an answer to every signal that was taken; the signals' own mailbox bounds them.
        riskGate.TellReserved(new RequestApproval(new OrderRequest(
            message.AgentId, instrument, terms, message.Reference, message.Market, message.Signal.Reason, basis)));
    }

    private bool IsDropped(TradeSignal signal, bool enters)
    {
        var risk = books.Current.Risk;
        if (_haltOfDenied != risk.Halts)
        {
            _denied.Clear();
            _haltOfDenied = risk.Halts;
        }

        return !risk.Permits(enters) && !_denied.Add((signal.AgentId, signal.Instrument.Symbol, signal.Signal.Kind));
    }
}
