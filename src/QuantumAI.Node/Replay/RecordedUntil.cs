using QuantumAI.Domain.Market;
using QuantumAI.Node.Recording;
using QuantumAI.Runtime.Recording;

namespace QuantumAI.Node.Replay;

/// <summary>How far a recording of a live world goes that stops before its run did.</summary>
internal static class RecordedUntil
{
    /// <summary>World time up to which it has everything; the run's start when it has nothing.</summary>
    /// <remarks>
    /// That is where the first of its lanes ends. A lane that was quiet ends early without a gap: whatever is older than a few flushes before the
    /// end of the last lane was written for all of them.
    /// </remarks>
    public static long Of(LaneRecording recording, RunManifest manifest)
    {
        var last = recording.LastNanos();
        var ends = manifest.Symbols.Select(symbol => $"symbol-{symbol}").Append($"account-{manifest.Account}")
            .Select(lane => last.GetValueOrDefault(lane)).ToArray();
        var flushed = ends.Max() - (4 * SessionRecording.FlushEvery.TotalNanoseconds * manifest.Speed);
        return Math.Max(manifest.StartNanos, Math.Max(ends.Min(), flushed >= long.MaxValue ? 0 : (long)Math.Max(0, flushed)));
    }

    /// <summary>For people.</summary>
    public static string Words(long nanos) => UnixNanos.FormatIso(nanos);
}
