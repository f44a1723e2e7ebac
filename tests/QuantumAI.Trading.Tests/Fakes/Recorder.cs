using QuantumAI.Runtime.Actors;

namespace QuantumAI.Trading.Tests.Fakes;

/// <summary>An actor that keeps what it is told.</summary>
internal sealed class Recorder<TMessage> : Actor<TMessage>
{
    public List<TMessage> Received { get; } = [];

    protected override void Receive(in TMessage message) => Received.Add(message);
}
