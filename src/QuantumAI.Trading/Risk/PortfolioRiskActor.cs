using QuantumAI.Domain.Risk;
using QuantumAI.Runtime.Actors;

namespace QuantumAI.Trading.Risk;

/// <summary>An account's gate reports its book and asks for its next exposure budget; answered by <see cref="LeaseChanged"/>.</summary>
public sealed record RenewLease(AccountExposure Exposure, ActorRef<RiskMessage> ReplyTo);

/// <summary>One over all accounts: leases each gate its part of the whole capital's exposure. What it forgets in a restart it learns from the next reports.</summary>
/// <param name="agentSharesPpm">Most exposure per agent, in parts per million of the capital.</param>
/// <param name="totalPpm">Most exposure of all.</param>
/// <param name="leaseNanos">World time that a lease holds.</param>
public sealed class PortfolioRiskActor(IReadOnlyDictionary<string, long> agentSharesPpm, long totalPpm, long leaseNanos) : Actor<RenewLease>
{
    private readonly BudgetLeases _leases = new(agentSharesPpm, totalPpm, leaseNanos);

    protected override void Receive(in RenewLease message) =>
        message.ReplyTo.TellReserved(new LeaseChanged(_leases.Renew(message.Exposure, Context.NowNanos)));
}
