using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Faults;

/// <summary>Sends a call to the exchange, or not, as a fault will have it.</summary>
internal static class FaultedCall
{
    /// <summary>The answer as the client is to see it; null when it is to see none.</summary>
    public static async Task<CallReply?> RunAsync(ExchangeDoor door, ExchangeRequest request, CallFault fault)
    {
        var reply = fault.Kind switch
        {
            FaultKind.Refused => new CallReply(default, fault.Error, fault.RetryAfterNanos),
            FaultKind.DroppedBefore or FaultKind.NeverDone => null,
            _ => await door.SendAsync(request).ConfigureAwait(false),
        };
        if (fault.DelayNanos > 0)
            await Task.Delay(UnixNanos.ToTimeSpan(fault.DelayNanos)).ConfigureAwait(false);
        return fault.Kind switch
        {
            FaultKind.DroppedAfter or FaultKind.DoneThenSilent => null,
            FaultKind.DoneThenTimeout => new CallReply(default, SpotErrors.Make(SpotErrorCode.Timeout)),
            FaultKind.DoneThenRefused => new CallReply(default, fault.Error),
            _ => reply,
        };
    }
}
