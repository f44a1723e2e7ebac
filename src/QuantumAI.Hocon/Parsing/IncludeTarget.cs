namespace QuantumAI.Hocon.Parsing;

/// <summary>What an include statement names. <see cref="IsFile"/>: written <c>file("…")</c>, so not relative to the including source.</summary>
internal sealed record IncludeTarget(string Name, bool IsFile, bool Required);
