using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Matching;

namespace QuantumAI.Simulation.Liquidity;

/// <summary>The house's orders in the engine: what is submitted, reduced and canceled, and what is taken from them.</summary>
internal sealed partial class HouseBook
{
    /// <summary>Takes what a client's command did to house orders.</summary>
    public void Absorb(in EngineEvent happened)
    {
        if (happened.Kind != EngineEventKind.Traded)
        {
            if (happened.Kind == EngineEventKind.Triggered)
                _epoch++;
            _isRefused |= happened.Kind == EngineEventKind.Rejected && happened.OrderId == _growingOrder;
            return;
        }

        if (happened.MakerAccount == 0 && this[happened.Side == OrderSide.Buy ? OrderSide.Sell : OrderSide.Buy].Find(happened.Price) is { } made
            && Holds(made, happened.MakerOrderId))
            Take(made, in happened);
        else if (happened.MakerAccount != 0)
            _epoch++; // an iceberg's next slice goes behind
        if (_growing is { } taking && happened.OrderId == _growingOrder)
            Take(taking, in happened);
        if (happened.OrderId == _printOrder)
            _printed += happened.Quantity;
    }

    private static void Take(HouseLevel level, in EngineEvent happened)
    {
        level.Left -= happened.Quantity;
        level.Resting -= happened.Quantity;
    }

    private bool Holds(HouseLevel level, long orderId)
    {
        foreach (var chunk in level.Chunks)
        {
            if (chunk.OrderId == orderId)
                return true;
        }

        return _growing == level && _growingOrder == orderId;
    }

    private void Reduce(HouseLevel level, long quantity, long nanos, List<EngineEvent> events)
    {
        level.Resting -= quantity;
        var chunks = level.Chunks;
        if (queueModel == QueueModel.Proportional)
        {
            var (total, wanted) = (level.Resting + quantity, quantity);
            for (var i = 0; i < chunks.Count; i++)
                quantity -= Cut(chunks, i, (long)((Int128)wanted * engine.Remaining(symbol, chunks[i].OrderId) / total), nanos, events);
        }

        for (var i = chunks.Count - 1; i >= 0 && quantity > 0; i--)
        {
            var index = queueModel == QueueModel.Optimistic ? chunks.Count - 1 - i : i;
            quantity -= Cut(chunks, index, quantity, nanos, events);
        }

        for (var i = chunks.Count - 1; i >= 0; i--)
        {
            if (engine.Remaining(symbol, chunks[i].OrderId) == 0)
                chunks.RemoveAt(i);
        }
    }

    /// <summary>Takes up to a quantity out of one order of the house; returns how much.</summary>
    private long Cut(List<HouseChunk> chunks, int index, long quantity, long nanos, List<EngineEvent> events)
    {
        var chunk = chunks[index];
        var remaining = engine.Remaining(symbol, chunk.OrderId);
        var cut = Math.Min(quantity, remaining);
        if (cut == 0)
            return 0;
        if (cut == remaining)
        {
            Cancel(chunk.OrderId, nanos, events);
            return cut;
        }

        engine.Reduce(symbol, chunk.OrderId, chunk.Total - cut, nanos, _scratch);
        Hand(events);
        chunks[index] = chunk with { Total = chunk.Total - cut };
        return cut;
    }

    /// <summary>Takes the levels out of the engine that a price would trade with.</summary>
    private void Withdraw(HouseSide side, long price, long nanos, List<EngineEvent> events)
    {
        for (var i = 0; i < side.Count; i++)
        {
            var level = side[i];
            if (side.Side == OrderSide.Buy ? level.Price < price : level.Price > price)
                return;
            CancelAll(level, nanos, events);
        }
    }

    private void CancelAll(HouseLevel level, long nanos, List<EngineEvent> events, bool keepsChunks = false)
    {
        foreach (var chunk in level.Chunks)
        {
            if (engine.Remaining(symbol, chunk.OrderId) > 0)
                Cancel(chunk.OrderId, nanos, events);
        }

        level.Resting = 0;
        if (!keepsChunks)
            level.Chunks.Clear();
    }

    private void Cancel(long orderId, long nanos, List<EngineEvent> events)
    {
        engine.Cancel(symbol, orderId, nanos, _scratch);
        Hand(events);
    }

    private void Submit(in EngineOrder order, long nanos, List<EngineEvent> events)
    {
        engine.Submit(in order, nanos, _scratch);
        Hand(events);
    }

    private void Hand(List<EngineEvent> events)
    {
        foreach (var happened in _scratch)
        {
            Absorb(in happened);
            if (happened.Account != 0 || happened.MakerAccount != 0)
                events.Add(happened);
        }

        _scratch.Clear();
    }
}
