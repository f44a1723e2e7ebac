using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Live;

/// <summary>An operator's own limits, and the command line of a live session that lacks nothing.</summary>
internal static class LiveLimits
{
    public const string Text = """
        risk {
          order-notional = 1000
          agent-share.aurora = 20%
          total-exposure = 50%
          daily-loss = 1%
          drawdown = 5%
          price-collar = 2%
          stale-after = 60s
          open-orders-notional = 2000
          position-notional { BTCUSDT = 5000, ETHUSDT = 5000 }
          orders-per-second = 5
          value-at-risk = 3%
          expected-shortfall = 5%
          stress-loss = 0%
          requires-returns = false
        }

        """;

    /// <summary>Writes the limits, with something behind them, and gives the arguments that name them.</summary>
    public static string[] Arguments(TempFolder folder, string more = "")
    {
        File.WriteAllText(folder["limits.conf"], Text + more);
        return ["live", "--venue", "binance", "--config", "limits.conf", "--port", "0"];
    }
}
