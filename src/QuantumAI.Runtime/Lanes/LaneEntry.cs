using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Lanes;

/// <summary>One thing for a lane to do.</summary>
/// <param name="Cell">Who has a message; null when <paramref name="Content"/> is a <see cref="SystemEntry"/>.</param>
/// <param name="Content">The message, when it is an object; null when it waits in the actor's own queue.</param>
internal readonly record struct LaneEntry(ActorCell? Cell, object? Content);

/// <summary>What the runtime tells a cell, in its order among the messages.</summary>
internal sealed record SystemEntry(ActorCell Cell, SystemMessage Message);
