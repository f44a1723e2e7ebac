using QuantumAI.Runtime.Actors;
using QuantumAI.TestKit;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Venues.Tests.Conformance;

/// <summary>Whoever asks the venue and expects what it says, in the bench's own time.</summary>
internal interface IVenueClient
{
    ActorRef<OrderMessage> Ref { get; }

    /// <summary>Time after which an expectation gives up: of the machine, or of the universe.</summary>
    TimeSpan Patience { get; set; }

    /// <summary>The first message of its kind that fits; those before it are passed over.</summary>
    /// <exception cref="ExpectationFailedException">None has come in time.</exception>
    Task<TMessage> FishForAsync<TMessage>(Func<TMessage, bool> fits)
        where TMessage : OrderMessage;

    /// <summary>Nothing has come by the time everything is at rest.</summary>
    Task ExpectNothingAsync();
}

/// <summary>In a live world.</summary>
internal sealed class LiveVenueClient(LiveProbe<OrderMessage> probe) : IVenueClient
{
    public ActorRef<OrderMessage> Ref => probe.Ref;

    public TimeSpan Patience
    {
        get => probe.Patience;
        set => probe.Patience = value;
    }

    public Task<TMessage> FishForAsync<TMessage>(Func<TMessage, bool> fits)
        where TMessage : OrderMessage => probe.FishForAsync(fits);

    public Task ExpectNothingAsync() => probe.ExpectNothingAsync();
}
