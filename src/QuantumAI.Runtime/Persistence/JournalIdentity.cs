namespace QuantumAI.Runtime.Persistence;

/// <summary>Whose journal it is: a journal of one environment is never continued by another.</summary>
/// <param name="Environment"><c>sim</c>, <c>paper</c> or <c>live</c>; kept once per journal.</param>
/// <param name="Account">The account that new streams belong to; kept per stream.</param>
public sealed record JournalIdentity(string Environment, string Account);
