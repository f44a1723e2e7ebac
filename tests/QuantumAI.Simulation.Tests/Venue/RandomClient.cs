using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Tests.Venue;

/// <summary>Draws requests and market events of all kinds: bitcoin on a feed of quotes, ether on a feed of trades. Does the same on every desk.</summary>
internal sealed class RandomClient(Random random, bool hasAll = true)
{
    private readonly List<string> _ids = [];
    private readonly long[] _prices = [5_000_000, 300_000];
    private int _count;

    /// <summary>One step: what it does to a desk, and returns what the desk tells.</summary>
    public Func<VenueDesk, IReadOnlyList<VenueReport>> Next() => random.Next(12) switch
    {
        0 or 1 or 2 => Order(),
        3 => List(),
        4 => Cancel(),
        5 => Amend(),
        _ => Market(),
    };

    /// <summary>A market event; prices walk in small steps and sometimes jump.</summary>
    public Func<VenueDesk, IReadOnlyList<VenueReport>> Market() => random.Next(2) == 0 ? Trade() : random.Next(15) switch
    {
        0 => Crossed(),
        1 => Quote(spread: 0),
        _ => Quote(),
    };

    public Func<VenueDesk, IReadOnlyList<VenueReport>> Trade()
    {
        var price = Walk(1);
        var (size, isSale) = (random.Next(1, 9), random.Next(2) == 0);
        return desk => desk.Happens(MarketEvent.Trade(1, 0, 0, price, size, 1, isSale));
    }

    public Func<VenueDesk, IReadOnlyList<VenueReport>> Quote(long spread = 10)
    {
        var price = Walk(0);
        return desk => desk.Quote(price, price + spread);
    }

    /// <summary>A quote above the one before, on both sides.</summary>
    public Func<VenueDesk, IReadOnlyList<VenueReport>> Rise()
    {
        var price = _prices[0] += 25;
        return desk => desk.Quote(price, price + 25);
    }

    private Func<VenueDesk, IReadOnlyList<VenueReport>> Crossed()
    {
        var price = Walk(0);
        return desk => desk.Quote(price, price - 5);
    }

    private long Walk(int instrument)
    {
        var step = random.Next(20) == 0 ? 3_000 : 60;
        return _prices[instrument] = Math.Max(10_000, _prices[instrument] + (5 * random.NextInt64(-step, step + 1)));
    }

    private Func<VenueDesk, IReadOnlyList<VenueReport>> Order()
    {
        var (id, instrument) = (Id(), random.Next(2));
        var terms = Terms(instrument);
        return desk => desk.PlaceAll(id, terms, instrument);
    }

    private Func<VenueDesk, IReadOnlyList<VenueReport>> List()
    {
        var instrument = random.Next(2);
        var kind = (ContingencyKind)random.Next(1, 4);
        var orders = Enumerable.Range(0, kind == ContingencyKind.OneTriggersOneCancelsOther ? 3 : 2).Select(_ => (Id: Id(), Terms: Terms(instrument))).ToArray();
        if (kind != ContingencyKind.OneTriggersOther)
            orders[^1].Terms = orders[^1].Terms with { Side = orders[^2].Terms.Side };
        return desk => desk.PlaceList(kind, instrument, orders);
    }

    private Func<VenueDesk, IReadOnlyList<VenueReport>> Cancel()
    {
        var id = AnyId();
        return desk => desk.Cancel(id);
    }

    private Func<VenueDesk, IReadOnlyList<VenueReport>> Amend()
    {
        var (id, share) = (AnyId(), random.Next(1, 100));
        return desk =>
        {
            var order = desk.Venue.Find(id);
            var instrument = order?.Symbol == VenueDesk.Instruments[1].Symbol ? 1 : 0;
            var lot = VenueDesk.Instruments[instrument].LotStepUnits;
            return desk.Amend(id, (order?.Quantity.Units ?? 100 * lot) * share / 100 / lot * lot, instrument);
        };
    }

    private OrderTerms Terms(int index)
    {
        var instrument = VenueDesk.Instruments[index];
        var side = random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell;
        var type = (OrderType)(hasAll ? random.Next(1, 8) : random.Next(1, 3));
        var hasLimit = OrderShape.HasLimit(type);
        var life = hasLimit ? (TimeInForce)random.Next(1, 5) : TimeInForce.GoodTilCanceled;
        var mayRest = hasLimit && life is TimeInForce.GoodTilCanceled or TimeInForce.GoodTilDate;
        var quantity = random.NextInt64(2, 3_000) * instrument.LotStepUnits * 10;
        return new OrderTerms(
            side, type, instrument.Quantity(quantity),
            hasLimit ? Near(instrument, index) : null,
            OrderShape.HasTrigger(type) || (type == OrderType.TrailingStop && random.Next(2) == 0) ? Near(instrument, index) : null,
            type == OrderType.TrailingStop ? random.Next(1, 4) * 500 : 0,
            life, life == TimeInForce.GoodTilDate ? random.NextInt64(1, 300) : 0, mayRest && random.Next(4) == 0, false,
            mayRest && hasAll && random.Next(4) == 0 ? instrument.Quantity(instrument.LotStepUnits * 10) : null,
            (SelfTradePrevention)random.Next(1, 6));
    }

    private Price Near(Instrument instrument, int index) =>
        instrument.Price(Math.Max(instrument.PriceTickUnits, _prices[index] + (instrument.PriceTickUnits * random.NextInt64(-200, 201))));

    private string Id()
    {
        var id = $"o{++_count}";
        _ids.Add(id);
        return id;
    }

    private string AnyId() => _ids.Count == 0 || random.Next(20) == 0 ? "unknown" : _ids[Math.Max(0, _ids.Count - 1 - random.Next(12))];
}
