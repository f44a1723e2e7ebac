namespace QuantumAI.Simulation.Swarm;

/// <summary>Makes a red run as small as it stays red: shorter, with fewer faults, machines, accounts and symbols.</summary>
public static class SwarmShrinker
{
    /// <summary>A load that asks for something this seldom is light enough.</summary>
    private const long LazyNanos = 20_000_000_000;

    /// <summary>Each of these makes a run simpler; whatever stays red is kept.</summary>
    private static readonly Func<SwarmSettings, SwarmSettings>[] Simplifications =
    [
        static s => s with { Accounts = 1 },
        static s => s with { Symbols = 1 },
        static s => s with { Nodes = 1 },
        static s => s with { CrashPpm = 0 },
        static s => s with { DriftPpm = 0 },
        static s => s with { Journal = Models.JournalFaults.None },
        static s => s with { Disk = null },
        static s => s with { Disk = s.Disk is null ? null : Models.DiskFaults.None },
        static s => s with { Venue = new ReportFaults(0, 0, 0, 0) },
        static s => s with { Venue = s.Venue with { LatePpm = 0 } },
        static s => s with { Venue = s.Venue with { TwicePpm = 0 } },
        static s => s with { Venue = s.Venue with { SilentPpm = 0 } },
        static s => s with { Venue = s.Venue with { ConflictPpm = 0 } },
        static s => s with { Network = s.Network with { LossPpm = 0, DuplicatePpm = 0 } },
        static s => s with { Network = s.Network with { BreakPpm = 0 } },
        static s => s with { Liquidity = null },
        static s => s with { IsPlainVenue = false },
        static s => s with { IsCalmCode = true },
        static s => s with { OrderMeanNanos = Math.Max(s.OrderMeanNanos, Math.Min(s.OrderMeanNanos * 4, LazyNanos)) },
    ];

    /// <param name="red">A run in which something did not hold.</param>
    /// <param name="mostRuns">Runs at the most; the best so far is returned then.</param>
    /// <param name="progress">Is told how many runs were made.</param>
    /// <param name="adapters">Makes venues behind adapters, where the run has any.</param>
    /// <param name="cancellation">Ends it early, as <paramref name="mostRuns"/> does.</param>
    /// <returns>The smallest red run that was found.</returns>
    public static SwarmResult Shrink(
        SwarmResult red, int mostRuns, Action<int> progress, Func<SwarmVenuePlan, ISwarmVenue>? adapters = null, CancellationToken cancellation = default)
    {
        var best = red;
        var runs = 0;
        bool IsRed(SwarmSettings settings)
        {
            if (runs >= mostRuns || cancellation.IsCancellationRequested || settings == best.Settings)
                return false;
            progress(++runs);
            var result = SwarmRun.Run(settings, adapters: adapters, cancellation: cancellation);
            if (result.IsGreen || cancellation.IsCancellationRequested)
                return false;
            best = result;
            return true;
        }

        bool isSmaller;
        do
        {
            isSmaller = Shorten(() => best, IsRed) | DropFaults(() => best, IsRed);
            foreach (var simplify in Simplifications)
                isSmaller |= IsRed(simplify(best.Settings));
        }
        while (isSmaller && runs < mostRuns && !cancellation.IsCancellationRequested);
        return best;
    }

    /// <summary>Ends the faults soon after the last one that was needed, by halves.</summary>
    private static bool Shorten(Func<SwarmResult> best, Func<SwarmSettings, bool> isRed)
    {
        var isSmaller = false;
        for (var settings = best().Settings; settings.Length > TimeSpan.FromSeconds(10); settings = best().Settings)
        {
            var length = settings.Length / 2;
            if (!isRed(settings with { Length = length, Faults = [.. settings.Faults.Where(fault => fault.AfterNanos < length.Ticks * 100)] }))
                break;
            isSmaller = true;
        }

        return isSmaller;
    }

    /// <summary>Drops planned faults, first in halves, then in smaller and smaller parts.</summary>
    private static bool DropFaults(Func<SwarmResult> best, Func<SwarmSettings, bool> isRed)
    {
        var isSmaller = false;
        for (var part = Math.Max(1, best().Settings.Faults.Count / 2); part >= 1; part /= 2)
        {
            for (var from = 0; from < best().Settings.Faults.Count;)
            {
                var settings = best().Settings;
                if (isRed(settings with { Faults = [.. settings.Faults.Take(from), .. settings.Faults.Skip(from + part)] }))
                    isSmaller = true;
                else
                    from += part;
            }
        }

        return isSmaller;
    }
}
