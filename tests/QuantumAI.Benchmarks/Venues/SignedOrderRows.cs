using QuantumAI.Benchmarks.Harness;
using QuantumAI.Journal.Venue;
using QuantumAI.Simulation.Venue;

namespace QuantumAI.Benchmarks.Venues;

/// <summary>The paper exchange over loopback against a bare server that answers a constant.</summary>
internal static class SignedOrderRows
{
    private const string Note =
        "limit orders of two accounts that trade with each other, HMAC-signed, one at a time on each of 32 keep-alive connections; the generator runs in the same process; the bare server gets the same bytes";

    public static Row[] Of(RunSize size)
    {
        var orders = size.Of(100_000);
        return
        [
            new Row(
                "venues.signed-orders", "orders/s", Better.Higher, new Workload("paper-exchange", () => OrderRun.AtExchange(orders, static () => new MemoryPaperVenueStore())),
                new Workload("bare-kestrel", () => OrderRun.AtBareServer(orders)), Target.Rate(10_000, 20_000), Note + "; nothing is stored"),
            new Row(
                "venues.signed-orders-stored", "orders/s", Better.Higher, new Workload("paper-exchange", () => Stored(orders)),
                new Workload("bare-kestrel", () => OrderRun.AtBareServer(orders)), Target.Rate(5_000, 10_000), Note + "; every order is in the SQLite books before it is answered"),
        ];
    }

    private static Sample Stored(int orders)
    {
        var folder = Directory.CreateTempSubdirectory("qa-bench-");
        try
        {
            return OrderRun.AtExchange(orders, () => SqlitePaperVenueStore.Open(Path.Combine(folder.FullName, "exchange.sqlite")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
