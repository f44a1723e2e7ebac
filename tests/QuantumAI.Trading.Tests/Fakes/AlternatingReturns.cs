using QuantumAI.Domain.Market;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Trading.Tests.Fakes;

/// <summary>A market whose past is known: two hundred days that win and lose the same share in turn.</summary>
internal static class AlternatingReturns
{
    public static BookRiskMeasure Measured(double share)
    {
        var measure = new BookRiskMeasure([AccountStage.Btc.Symbol], new Dictionary<string, double> { ["crash-40"] = -0.4, ["jump-20"] = 0.2 }, seed: 1);
        var price = 100.0;
        for (var day = 0; day <= 201; day++)
        {
            measure.Returns.Add(AccountStage.Btc.Symbol, day * UnixNanos.PerDay, price);
            price *= day % 2 == 0 ? 1 + share : 1 - share;
        }

        measure.Learn(201 * UnixNanos.PerDay);
        return measure;
    }
}
