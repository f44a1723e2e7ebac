using System.Globalization;
using System.Text.Json;

namespace QuantumAI.Node.Tests.Backtest;

/// <summary>One round trip as its fills tell it.</summary>
internal sealed record TracedTrip(string Orders, decimal Pnl, decimal LastRealised);

/// <summary>What fills come to, computed without any code of the program: average cost, fee from what is received, one symbol.</summary>
internal sealed class TracedFills
{
    private readonly Dictionary<string, bool> _isBuy = [];
    private readonly List<string> _orders = [];
    private decimal _cost;
    private decimal _pnl;

    public List<TracedTrip> Trips { get; } = [];

    public SortedDictionary<string, decimal> Fees { get; } = new(StringComparer.Ordinal);

    public int FillCount { get; private set; }

    /// <summary>The quote asset.</summary>
    public decimal Cash { get; private set; }

    /// <summary>The base asset, dust included.</summary>
    public decimal Holding { get; private set; }

    /// <param name="events">Lines of <c>quantum journal export</c>.</param>
    /// <param name="dust">What is below this is no position.</param>
    public static TracedFills Of(IEnumerable<JsonElement> events, decimal dust)
    {
        var traced = new TracedFills();
        foreach (var stored in events)
        {
            var payload = stored.GetProperty("payload");
            switch (stored.GetProperty("type").GetString())
            {
                case "AccountOpened":
                    traced.Cash = Number(payload, "deposit");
                    break;
                case "OrderIntended":
                    traced._isBuy[payload.GetProperty("clientOrderId").GetString()!] = payload.GetProperty("side").GetString() == "Buy";
                    break;
                case "OrderFilled":
                    traced.Fill(payload, dust);
                    break;
                default:
                    break;
            }
        }

        return traced;
    }

    private static decimal Number(JsonElement payload, string name) => decimal.Parse(payload.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    private void Fill(JsonElement payload, decimal dust)
    {
        var order = payload.GetProperty("clientOrderId").GetString()!;
        var (quantity, quote, fee) = (Number(payload, "quantity"), Number(payload, "quoteQuantity"), Number(payload, "fee"));
        var feeAsset = payload.GetProperty("feeAsset").GetString()!;
        Fees[feeAsset] = Fees.GetValueOrDefault(feeAsset) + fee;
        FillCount++;
        if (!_orders.Contains(order))
            _orders.Add(order);
        if (_isBuy[order])
        {
            (Holding, Cash, _cost) = (Holding + quantity - fee, Cash - quote, _cost + quote);
            return;
        }

        var share = quantity == Holding ? _cost : Math.Round(_cost * quantity / Holding, 8, MidpointRounding.ToEven);
        var realised = quote - fee - share;
        (Holding, Cash, _cost, _pnl) = (Holding - quantity, Cash + quote - fee, _cost - share, _pnl + realised);
        if (Holding >= dust)
            return;
        Trips.Add(new TracedTrip(string.Join(' ', _orders), _pnl, realised));
        _orders.Clear();
        _pnl = 0;
    }
}
