using QuantumAI.Domain.Execution;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Risk;
using QuantumAI.Trading.Market;

namespace QuantumAI.Trading.Execution;

/// <summary>What is remembered of a parent order beside the books; a restart begins with nothing of it.</summary>
internal sealed class AlgorithmRun(ParentOrder parent, Instrument instrument)
{
    /// <summary>Machine time that a price may spend on its way before its age counts.</summary>
    public static readonly TimeSpan MachineSlack = TimeSpan.FromMilliseconds(250);
    private Quantity _volume = instrument.ZeroQuantity;
    private int _refusals;
    private long _refusedNanos;

    public ParentOrder Parent => parent;

    public Instrument Instrument => instrument;

    /// <summary>The last that was told; unusable before that.</summary>
    public MarketView Market { get; set; }

    /// <summary>A child is at the risk gate, or its answer is not durable yet.</summary>
    public bool IsAsking { get; set; }

    public void See(PriceTold told)
    {
        Market = told.Market;
        if (told.Market.ReceivedNanos >= parent.Plan.StartNanos)
            _volume += told.Volume;
    }

    /// <summary>World time of the timer that is set; 0 = none.</summary>
    public long WakeNanos { get; set; }

    /// <summary>A child came to nothing.</summary>
    /// <param name="nowNanos">World time.</param>
    /// <param name="counts">False when nothing could be judged or recorded yet: that passes by itself.</param>
    public void Refuse(long nowNanos, bool counts = true) => (IsAsking, _refusals, _refusedNanos) = (false, _refusals + (counts ? 1 : 0), nowNanos);

    public void Fill() => (_refusals, _refusedNanos) = (0, 0);

    public AlgorithmSituation Situation(long nowNanos, RunningAlgorithm running, Quantity open, bool canSend) =>
        new(nowNanos, running.Filled, open, running.LastChild, _volume, _refusals, _refusedNanos, canSend, LeastUnits);

    /// <summary>Valued at the limit, else at the bid: a child on the verge is not sent to be refused.</summary>
    private long LeastUnits => (parent.Plan.Limit ?? Market.Bid) is { Units: > 0 } price
        ? FilterRounding.LeastQuantity(parent.Plan.Limit is not null, price, instrument).Units : 0;

    /// <summary>The child order of a step.</summary>
    public OrderRequest Request(AlgorithmStep step)
    {
        var price = parent.Side == OrderSide.Buy ? Market.Ask : Market.Bid;
        var terms = new OrderTerms(
            parent.Side, parent.Plan.Limit is null ? OrderType.Market : OrderType.Limit, step.Quantity, parent.Plan.Limit, IsReduceOnly: parent.IsReduceOnly);
        return new OrderRequest(parent.AgentId, instrument, terms, price, Market, AlgorithmChild.ReasonOf(parent, step.Child));
    }
}
