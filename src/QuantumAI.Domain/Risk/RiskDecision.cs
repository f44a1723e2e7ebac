using QuantumAI.Domain.Instruments;

namespace QuantumAI.Domain.Risk;

/// <summary>The answer of the risk gate: an approval with its figures, or a coded denial.</summary>
/// <param name="Denial">Unspecified when approved.</param>
/// <param name="Rule">The name of the rule that denied; empty when approved.</param>
/// <param name="Detail">Field, rule and value in words; of an approval each check with its figures when they were asked for.</param>
/// <param name="Reserved">What is to be set aside.</param>
public readonly record struct RiskDecision(
    DenialCode Denial, string Rule, string Detail, Money Reserved, Money Equity, Money AgentExposure, Money TotalExposure)
{
    public bool IsApproved => Denial == DenialCode.Unspecified;
}
