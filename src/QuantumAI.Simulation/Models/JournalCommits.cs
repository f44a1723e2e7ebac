using QuantumAI.Runtime.Persistence;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Models;

/// <summary>An append that a journal has made durable, whether its writer learns of it or not.</summary>
/// <param name="Writer">Who sent it; it may be dead by now.</param>
/// <param name="Request">As it was sent: stream, epoch, command, events.</param>
/// <param name="LastSequence">Sequence of its last event.</param>
/// <param name="FirstPosition">Position of its first event in the whole journal.</param>
public sealed record CommittedAppend(SimulatedProcess? Writer, AppendRequest Request, long LastSequence, long FirstPosition)
{
    public string Stream => Request.Stream;

    /// <summary>Sequence of its first event.</summary>
    public long FirstSequence => LastSequence - Request.Events.Count + 1;
}

/// <summary>A writer was told that its append is durable.</summary>
/// <param name="Writer">Who was told.</param>
/// <param name="Request">What it had sent.</param>
/// <param name="LastSequence">What it was told.</param>
public sealed record AcknowledgedAppend(SimulatedProcess? Writer, AppendRequest Request, long LastSequence);
