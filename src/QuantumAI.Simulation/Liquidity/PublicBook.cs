using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Matching;

namespace QuantumAI.Simulation.Liquidity;

/// <summary>One symbol's book for everybody: the house as the feed shows it and the clients' orders, whether the engine has that house at present or not.</summary>
/// <remarks>
/// The clients' part of a level is what the engine shows there less what house orders have in it. A house level that a client crosses, as
/// while a symbol is halted, is left out: the book is never crossed. Not thread safe; its arrays are used again.
/// </remarks>
internal sealed class PublicBook(IMatchingEngine engine, int symbol, HouseBook house)
{
    private (long Price, long Quantity)[] _engineLevels = new (long, long)[16];
    private (long Price, long Quantity)[] _clients = new (long, long)[16];
    private (long Price, long Quantity)[] _gone = new (long, long)[4];

    /// <summary>Writes the best levels; returns how many.</summary>
    /// <param name="hasClients">Whether any client order is alive: without one the engine need not be asked.</param>
    public int Write(OrderSide side, Span<(long Price, long Quantity)> levels, bool hasClients)
    {
        if (levels.Length == 0)
            return 0;
        var against = hasClients && Clients(Other(side), most: 1) > 0 ? _clients[0].Price : 0;
        var clients = hasClients ? Clients(side, levels.Length) : 0;
        var shown = house[side];
        var isThere = !shown.IsHidden && (house.Bids.Count == 0 || house.Asks.Count == 0 || house.Bids.Best < house.Asks.Best);
        int written = 0, client = 0, level = 0;
        while (written < levels.Length)
        {
            while (isThere && level < shown.Count && (shown[level].Left <= 0 || IsCrossed(side, shown[level].Price, against)))
                level++;
            var hasHouse = isThere && level < shown.Count;
            if (!hasHouse && client == clients)
                break;
            var price = !hasHouse ? _clients[client].Price
                : client == clients || IsBetter(side, shown[level].Price, _clients[client].Price) ? shown[level].Price : _clients[client].Price;
            long quantity = 0;
            if (hasHouse && shown[level].Price == price)
                quantity += shown[level++].Left;
            if (client < clients && _clients[client].Price == price)
                quantity += _clients[client++].Quantity;
            levels[written++] = (price, quantity);
        }

        return written;
    }

    /// <summary>What clients show on a side, best first; at least the best <paramref name="most"/> levels, if there are as many.</summary>
    private int Clients(OrderSide side, int most)
    {
        var own = house[side];
        Fit(ref _engineLevels, checked(most + own.Count + own.Gone.Count));
        Fit(ref _clients, _engineLevels.Length);
        var held = engine.Depth(symbol, side, _engineLevels);
        var gone = Gone(side);
        int found = 0, level = 0, left = 0;
        for (var i = 0; i < held; i++)
        {
            var (price, quantity) = _engineLevels[i];
            while (level < own.Count && IsBetter(side, own[level].Price, price))
                level++;
            if (level < own.Count && own[level].Price == price)
                quantity -= own[level].Resting;
            while (left < gone && IsBetter(side, _gone[left].Price, price))
                left++;
            for (; left < gone && _gone[left].Price == price; left++)
                quantity -= _gone[left].Quantity;
            if (quantity > 0)
                _clients[found++] = (price, quantity);
        }

        return found;
    }

    /// <summary>What the engine still has of levels that the feed has taken away, best first.</summary>
    private int Gone(OrderSide side)
    {
        var gone = house[side].Gone;
        Fit(ref _gone, gone.Count);
        for (var i = 0; i < gone.Count; i++)
            _gone[i] = (gone[i].Price, gone[i].Resting);
        var found = _gone.AsSpan(0, gone.Count);
        if (side == OrderSide.Buy)
            found.Sort(static (left, right) => right.Price.CompareTo(left.Price));
        else
            found.Sort(static (left, right) => left.Price.CompareTo(right.Price));
        return gone.Count;
    }

    private static void Fit(ref (long Price, long Quantity)[] levels, int count)
    {
        if (levels.Length < count)
            levels = new (long, long)[Math.Max(count, 2 * levels.Length)];
    }

    private static OrderSide Other(OrderSide side) => side == OrderSide.Buy ? OrderSide.Sell : OrderSide.Buy;

    private static bool IsBetter(OrderSide side, long price, long other) => side == OrderSide.Buy ? price > other : price < other;

    private static bool IsCrossed(OrderSide side, long price, long against) => against > 0 && (side == OrderSide.Buy ? price >= against : price <= against);
}
