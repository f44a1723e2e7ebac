namespace QuantumAI.Simulation.Models;

/// <summary>What becomes of a write that a <see cref="JournalServer"/> has let in.</summary>
public enum WriteFate
{
    Unspecified = 0,

    /// <summary>Done, and the writer is told.</summary>
    Answered = 1,

    /// <summary>Done, and the answer does not arrive.</summary>
    AnswerLost = 2,

    /// <summary>Not done, and the writer cannot know.</summary>
    NotWritten = 3,

    /// <summary>Done later, where it still holds.</summary>
    Late = 4,

    /// <summary>Done or undone later, and nobody else writes until then.</summary>
    Held = 5,
}
