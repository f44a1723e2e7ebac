using QuantumAI.Node.Recording;
using QuantumAI.Trading.Divergence;

namespace QuantumAI.Node.Replay;

/// <summary>What a recorded run was, as its manifest and its end say.</summary>
internal static class SessionFactsOf
{
    /// <param name="run">The run.</param>
    /// <param name="untilNanos">World time up to which a recording that stops early is compared; null when it is whole.</param>
    /// <param name="decisions">What the session decided up to there.</param>
    public static SessionFacts Run(RecordedRun run, long? untilNanos, int decisions)
    {
        var manifest = run.Manifest;
        return new SessionFacts
        {
            Run = run.Folder.Id,
            Account = manifest.Account,
            Environment = manifest.Environment,
            StartNanos = manifest.StartNanos,
            EndNanos = untilNanos ?? run.LastNanos,
            Market = manifest.Market,
            Venue = manifest.Venue,
            Speed = manifest.World == RunManifest.Virtual ? null : manifest.Speed,
            Seed = manifest.Seed,
            Symbols = manifest.Symbols,
            IntervalNanos = manifest.IntervalNanos,
            ConfigHash = manifest.ConfigHash,
            CodeHash = manifest.CodeHash,
            Decisions = decisions,
        };
    }
}
