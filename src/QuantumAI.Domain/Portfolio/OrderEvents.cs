namespace QuantumAI.Domain.Portfolio;

/// <summary>Which order an event is about.</summary>
public static class OrderEvents
{
    /// <summary>The client order id of an event that moves an order on; null for every other, the intent and its approval too.</summary>
    public static string? MovedOrderOf(AccountEvent accountEvent) => accountEvent switch
    {
        OrderAccepted e => e.ClientOrderId,
        OrderFilled e => e.ClientOrderId,
        OrderRejected e => e.ClientOrderId,
        OrderExpired e => e.ClientOrderId,
        OrderCanceled e => e.ClientOrderId,
        OrderOutcomeUnknown e => e.ClientOrderId,
        OrderNeverArrived e => e.ClientOrderId,
        OrderReleased e => e.ClientOrderId,
        OrderReleaseDenied e => e.ClientOrderId,
        OrderTrailed e => e.ClientOrderId,
        OrderTriggered e => e.ClientOrderId,
        OrderCancelRequested e => e.ClientOrderId,
        OrderCancelRefused e => e.ClientOrderId,
        OrderAmendRequested e => e.ClientOrderId,
        OrderAmendRefused e => e.ClientOrderId,
        OrderAmended e => e.ClientOrderId,
        _ => null,
    };
}
