using System.Globalization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Positions;
using QuantumAI.Domain.Risk;
using QuantumAI.Domain.Signals;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Agents;

public abstract record AgentMessage;

/// <summary>A bar closed; the indicators are at its close.</summary>
public sealed record BarClosed(Bar Bar, TrendInputs Inputs, Price Close, MarketView Market) : AgentMessage;

/// <summary>The agent's own book of its symbol, after something happened to it.</summary>
/// <param name="Position">What the agent holds.</param>
/// <param name="HasOpenOrder">An order of the agent in this symbol is not finished.</param>
/// <param name="IsAnswer">This answers one signal of the agent: it was intended or denied.</param>
/// <param name="LastExitNanos">World time of the agent's last sale before this process started; 0 = none, or told before.</param>
public sealed record BookChanged(Position Position, bool HasOpenOrder, bool IsAnswer, long LastExitNanos = 0) : AgentMessage;

/// <summary>No order was asked for on one signal of the agent.</summary>
/// <param name="Reason">Counted among the reasons of no trade.</param>
public sealed record SignalDropped(string Reason) : AgentMessage;

/// <summary>AuroraQ for one symbol: decides alone on closed bars by rule A. Knows its own book and nobody else's.</summary>
public sealed class AuroraAgentActor(
    string agentId, Instrument instrument, TrendParameters parameters, IReadOnlyList<Bar> history,
    ActorRef<TradeSignal> sizing, StatusBoard board) : Actor<AgentMessage>
{
    private Position _position = Position.Flat(agentId, instrument);
    private bool _hasOpenOrder;
    private int _unanswered;
    private double _highestHigh;
    private int _barsHeld;
    private int _barsSinceExit = int.MaxValue;

    private bool IsHolding => !instrument.IsDust(_position.Quantity);

    protected override void Receive(in AgentMessage message)
    {
        switch (message)
        {
            case BarClosed closed:
                Decide(closed);
                break;
            case BookChanged changed:
                Learn(changed);
                break;
            case SignalDropped dropped:
                _unanswered = Math.Max(0, _unanswered - 1);
                board.CountNoTrade(dropped.Reason);
                break;
            default:
                throw new NotSupportedException($"the agent does not know {message.GetType().Name}");
        }
    }

    private void Decide(BarClosed closed)
    {
        if (IsHolding)
        {
            _barsHeld++;
            _highestHigh = Math.Max(_highestHigh, instrument.Price(closed.Bar.HighUnits).ToDouble());
        }
        else if (_barsSinceExit < int.MaxValue)
        {
            _barsSinceExit++;
        }

        var holding = new TrendHolding(IsHolding, _hasOpenOrder || _unanswered > 0, _highestHigh, _barsHeld, _barsSinceExit);
        var signal = TrendRule.Decide(closed.Inputs, holding, parameters);
        board.ShowSignal(instrument.Symbol, closed, signal);
        if (signal.Kind == SignalKind.None)
        {
            board.CountNoTrade(signal.Reason);
            return;
        }

        // A signal that nobody took is never answered: waiting for that answer would be the end of trading.
        if (sizing.TryTell(new TradeSignal(agentId, instrument, signal, closed.Close, closed.Market, Describe(closed.Inputs), Context.Self)))
            _unanswered++;
        else
            board.CountNoTrade("sizing-full");
    }

    /// <summary>Eight digits: an indicator that was warmed up with another stretch of history differs in its last ones.</summary>
    private static string Describe(in TrendInputs inputs) => string.Create(
        CultureInfo.InvariantCulture,
        $"close {inputs.Close:G8}, ema-12 {inputs.EmaFast:G8}, ema-26 {inputs.EmaSlow:G8}, adx-14 {inputs.Adx:G8}, atr-14 {inputs.Atr:G8}, sentiment {inputs.Sentiment:G8}, bars-since-cross {(inputs.BarsSinceCrossUp == int.MaxValue ? -1 : inputs.BarsSinceCrossUp)}");

    private void Learn(BookChanged changed)
    {
        var wasHolding = IsHolding;
        _position = changed.Position;
        _hasOpenOrder = changed.HasOpenOrder;
        if (changed.IsAnswer && _unanswered > 0)
            _unanswered--;
        if (changed.LastExitNanos > 0 && !IsHolding)
            _barsSinceExit = history.Count(bar => bar.EndNanos > changed.LastExitNanos);
        if (IsHolding && !wasHolding)
            (_highestHigh, _barsHeld) = SinceEntry();
        else if (wasHolding && !IsHolding)
            _barsSinceExit = 0;
    }

    /// <summary>Highest high and closed bars since entry; after a restart from the bars that closed meanwhile.</summary>
    private (double HighestHigh, int BarsHeld) SinceEntry()
    {
        var highest = _position.AverageCost;
        var bars = 0;
        foreach (var bar in history)
        {
            if (bar.EndNanos <= _position.OpenedNanos)
                continue;
            highest = Math.Max(highest, instrument.Price(bar.HighUnits).ToDouble());
            bars++;
        }

        return (highest, bars);
    }
}
