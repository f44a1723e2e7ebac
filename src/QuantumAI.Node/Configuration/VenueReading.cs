using System.Globalization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Hocon;
using QuantumAI.Simulation.Fees;
using QuantumAI.Simulation.Latency;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Node.Configuration;

/// <summary>Reads <c>venue.*</c>: fees, spread and latency of the built-in venue, and how books are compared with any venue's.</summary>
internal static class VenueReading
{
    private const long HighestFeePpm = 50_000;
    private const int RereadsWhileRunning = 3;

    public static PaperVenueSettings Read(HoconConfig config, List<HoconProblem> problems) => new(
        QuantumSettings.Ppm(config, "venue.fee"), QuantumSettings.Ppm(config, "venue.half-spread"), ReadFees(config, problems),
        Latency: ReadLatency(config, problems));

    /// <summary>How the account's books are compared with a venue's.</summary>
    public static ReconciliationSettings ReadReconciliation(HoconConfig config)
    {
        var policy = config.GetString("venue.external") switch
        {
            "adopt" => ExternalPolicy.Adopt,
            "quarantine" => ExternalPolicy.Quarantine,
            _ => ExternalPolicy.Halt,
        };
        var everyNanos = config.GetDurationNanos("venue.reconcile-every");

        // Where books are compared while reports come, one of them may be on its way: a difference counts when it stays.
        return everyNanos == 0
            ? new ReconciliationSettings(policy)
            : new ReconciliationSettings(policy, UnixNanos.ToTimeSpan(everyNanos), RereadsWhileRunning);
    }

    /// <summary>Null where the one fee says all: for both sides, taken from what is received.</summary>
    private static FeeSchedule? ReadFees(HoconConfig config, List<HoconProblem> problems)
    {
        var tiers = new List<FeeRates> { new(QuantumSettings.Ppm(config, "venue.maker-fee"), QuantumSettings.Ppm(config, "venue.taker-fee")) };
        foreach (var text in config.GetStrings("venue.fee-tiers"))
        {
            if (TryTier(text, out var rates))
                tiers.Add(rates);
            else
                problems.Add(QuantumSettings.Problem(config, "venue.fee-tiers", "must be the maker's and the taker's fee of each tier, such as \"0.08% 0.1%\", 0 % to 5 %", text));
        }

        var (payment, asset) = (config.GetString("venue.fee-payment"), config.GetString("venue.fee-asset"));
        if ((payment == "asset") != (asset.Length > 0))
        {
            problems.Add(QuantumSettings.Problem(config, "venue.fee-asset", "must be named when venue.fee-payment is asset, and only then", asset));
            return null;
        }

        var flat = QuantumSettings.Ppm(config, "venue.fee");
        return payment switch
        {
            "asset" => new FeeSchedule(
                tiers, FeePayment.Third, new FeeAsset(asset, Money.Scale, QuantumSettings.Ppm(config, "venue.fee-asset-discount"))),
            "quote" => new FeeSchedule(tiers, FeePayment.Quote),
            _ => tiers is [var only] && only == new FeeRates(flat, flat) ? null : new FeeSchedule(tiers),
        };
    }

    private static bool TryTier(string text, out FeeRates rates)
    {
        rates = default;
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || !TryPpm(parts[0], out var maker) || !TryPpm(parts[1], out var taker))
            return false;
        rates = new FeeRates(maker, taker);
        return true;
    }

    private static bool TryPpm(string text, out long ppm)
    {
        ppm = 0;
        if (!text.EndsWith('%') || !decimal.TryParse(text.AsSpan()[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent))
            return false;
        var exact = percent * 10_000;
        if (exact != decimal.Truncate(exact) || exact > HighestFeePpm)
            return false;
        ppm = (long)exact;
        return true;
    }

    /// <summary>Null where no message takes any time.</summary>
    private static VenueLatency? ReadLatency(HoconConfig config, List<HoconProblem> problems)
    {
        var (toVenue, toClient) = (Line("to-venue", seed: 1), Line("to-client", seed: 2));
        return toVenue is null && toClient is null
            ? null
            : VenueLatency.None with { ToVenue = toVenue ?? LatencyModel.Constant(0), ToClient = toClient ?? LatencyModel.Constant(0) };

        LatencyModel? Line(string direction, ulong seed)
        {
            var (nanos, key) = (config.GetDurationNanos($"venue.latency.{direction}"), $"venue.latency.{direction}-file");
            var file = config.GetString(key);
            if (file.Length == 0)
                return nanos == 0 ? null : LatencyModel.Constant(nanos);
            if (nanos != 0)
                problems.Add(QuantumSettings.Problem(config, key, $"must be empty when venue.latency.{direction} is set", file));
            return ReadRecorded(file, seed, rule => problems.Add(QuantumSettings.Problem(config, key, rule, file)));
        }
    }

    private static LatencyModel? ReadRecorded(string file, ulong seed, Action<string> refuse)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            refuse("must be a file that can be read");
            return null;
        }

        var recorded = new List<long>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
                continue;
            if (!long.TryParse(lines[i], NumberStyles.None, CultureInfo.InvariantCulture, out var nanos) || nanos > LatencyModel.MostNanos)
            {
                refuse($"must have whole nanoseconds from 0 to {LatencyModel.MostNanos}, one a line; line {i + 1} is “{lines[i]}”");
                return null;
            }

            recorded.Add(nanos);
        }

        if (recorded.Count > 0)
            return LatencyModel.Sampled(recorded, seed);
        refuse("must have one latency at least");
        return null;
    }
}
