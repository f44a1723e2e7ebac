namespace QuantumAI.Runtime.Recording;

/// <summary>A message with where it comes from; the origin is only set in a world that records.</summary>
internal readonly record struct Originated<TProtocol>(TProtocol Message, EntryOrigin Origin);
