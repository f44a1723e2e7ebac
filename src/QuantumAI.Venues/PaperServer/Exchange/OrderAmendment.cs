using QuantumAI.Domain.Instruments;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>One amendment of an order.</summary>
public sealed record OrderAmendment(
    string Symbol, long OrderId, long ExecutionId, string OldClientId, string NewClientId, Quantity OldQuantity, Quantity NewQuantity, long TimeNanos);

/// <content>Amendments of orders, since the exchange was started.</content>
public sealed partial class ExchangeState
{
    private const int MostAmendments = 10_000;
    private readonly BoundedHistory<(int Account, OrderAmendment Amendment)> _amendments = new(MostAmendments);

    /// <summary>The amendments of an order, the oldest first.</summary>
    public IEnumerable<OrderAmendment> AmendmentsOf(VenueAccount account, long orderId)
    {
        for (var i = 0; i < _amendments.Count; i++)
        {
            var (owner, amendment) = _amendments[i];
            if (owner == account.Number && amendment.OrderId == orderId)
                yield return amendment;
        }
    }

    private void NoteAmendment(VenueAccount account, VenueOrder before, long orderId, long nowNanos)
    {
        var now = account.FindNumber(orderId)!;
        _amendments.Add((account.Number, new OrderAmendment(
            now.Symbol, orderId, _executionId, before.ClientOrderId, now.ClientOrderId, before.Asked ?? before.Quantity, now.Asked ?? now.Quantity, nowNanos)));
    }
}
