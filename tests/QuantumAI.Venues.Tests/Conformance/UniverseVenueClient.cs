using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.TestKit;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Venues.Tests.Conformance;

/// <summary>In a universe: an expectation steps it, and never waits.</summary>
internal sealed class UniverseVenueClient : IVenueClient
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);
    private readonly UniverseVenueBench _bench;
    private readonly Queue<OrderMessage> _arrived = new();

    public UniverseVenueClient(UniverseVenueBench bench, Lane lane)
    {
        _bench = bench;
        Ref = lane.Spawn("client", new Ear(_arrived), capacity: int.MaxValue);
    }

    public ActorRef<OrderMessage> Ref { get; }

    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(60);

    public Task<TMessage> FishForAsync<TMessage>(Func<TMessage, bool> fits)
        where TMessage : OrderMessage
    {
        TMessage? found = null;
        var passed = new List<string>();
        bool IsFound()
        {
            while (found is null && _arrived.TryDequeue(out var next))
            {
                if (next is TMessage message && fits(message))
                    found = message;
                else
                    passed.Add($"{next}");
            }

            return found is not null;
        }

        if (!_bench.StepUntil(IsFound, Patience))
            throw new ExpectationFailedException($"no {typeof(TMessage).Name} that fits within {Patience} of the universe's time, but {string.Join("; ", passed.TakeLast(20))}");
        return Task.FromResult(found!);
    }

    public Task ExpectNothingAsync()
    {
        _bench.Pass(Rest);
        if (_arrived.Count > 0)
            throw new ExpectationFailedException($"nothing was expected, but there came {_arrived.Peek()}");
        return Task.CompletedTask;
    }

    private sealed class Ear(Queue<OrderMessage> arrived) : Actor<OrderMessage>
    {
        protected override void Receive(in OrderMessage message) => arrived.Enqueue(message);
    }
}
