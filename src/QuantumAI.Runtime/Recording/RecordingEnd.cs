namespace QuantumAI.Runtime.Recording;

/// <summary>How a recording ended. In files.</summary>
internal enum RecordingEnd : byte
{
    Unspecified = 0,
    Complete = 1,
    NotReplayable = 2,

    /// <summary>It stops before the session did.</summary>
    Early = 3,
}
