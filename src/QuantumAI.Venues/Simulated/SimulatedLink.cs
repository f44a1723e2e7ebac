using System.Text;
using QuantumAI.Domain.Market;
using QuantumAI.Simulation.Processes;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Simulated;

/// <summary>The client's end of a simulated WebSocket: opened at most once, messages in order, closed once and last.</summary>
/// <remarks>
/// A process that stood still finds many messages at once; they are handed over in portions, between which its lanes run, so that
/// nothing ever has to wait for room: a world of one thread could not.
/// </remarks>
internal sealed class SimulatedLink(SimulatedExchange exchange, SimulatedProcess process, string site, IStreamListener listener) : IStreamLink
{
    private const long ConnectPatienceNanos = 10 * UnixNanos.PerSecond;
    private const long PauseNanos = UnixNanos.PerMillisecond;
    private const int PortionMost = 256;
    private readonly ExchangeIncarnation _floor = exchange.Now;
    private readonly Queue<Arrival> _arrived = new();
    private SimulatedSocket? _server;
    private long _portionNanos;
    private int _portion;
    private bool _isOpen;
    private bool _isEnding;

    public SimulatedConnection Connection { get; private set; } = null!;

    public void Connect(Uri address)
    {
        Connection = _floor.Connect(process, site, reason => process.Enter(() => End(reason)), reason => _floor.Process.Enter(() => _server?.Lose()));
        Connection.ToServer(() => _floor.Process.Enter(() => Accept(address)));
        exchange.Universe.After(ConnectPatienceNanos, () =>
        {
            if (!_isOpen && !_isEnding)
                process.Enter(() => Leave("not connected in time"));
        });
    }

    public void Send(string text)
    {
        if (_isEnding)
            return;
        var bytes = Encoding.UTF8.GetBytes(text);
        exchange.Crossed?.Invoke($"{site} sends", bytes);
        Connection.ToServer(() => _floor.Process.Enter(() => _server?.Hear(bytes)));
    }

    public void Close()
    {
        if (!_isEnding) // the listener hears of it later, not while it speaks
            exchange.Universe.After(0, () => process.Enter(() => Leave("closed here")));
    }

    /// <summary>A message has arrived.</summary>
    public void Deliver(byte[] utf8) => process.Enter(() => Take(new Arrival(utf8, null)));

    /// <summary>The exchange said goodbye.</summary>
    public void HearClose(string reason) => process.Enter(() => Leave(reason));

    /// <summary>The exchange asks whether this end lives.</summary>
    public void HearPing() => process.Enter(() =>
    {
        if (!_isEnding)
            Connection.ToServer(() => _floor.Process.Enter(() => _server?.HearPong()));
    });

    private void Accept(Uri address)
    {
        _server = SimulatedSocket.Accept(exchange, _floor, this, site, address, out var refusal);
        if (_server is null)
            Connection.ToClient(() => HearClose(refusal));
        else
            Connection.ToClient(() => process.Enter(Open));
    }

    private void Open()
    {
        if (_isEnding)
            return;
        _isOpen = true;
        listener.OnOpened();
    }

    private void Leave(string reason)
    {
        Connection.Close();
        End(reason);
    }

    private void End(string reason)
    {
        if (_isEnding)
            return;
        _isEnding = true;
        Take(new Arrival(null, reason));
    }

    private void Take(Arrival arrival)
    {
        if (_isEnding && arrival.Reason is null)
            return;
        if (_portionNanos != exchange.Universe.NowNanos)
            (_portionNanos, _portion) = (exchange.Universe.NowNanos, 0);
        if (_arrived.Count == 0 && _portion++ < PortionMost)
        {
            Hand(arrival);
            return;
        }

        _arrived.Enqueue(arrival);
        if (_arrived.Count == 1)
            exchange.Universe.After(PauseNanos, () => process.Enter(GoOn));
    }

    private void GoOn()
    {
        for (var i = 0; i < PortionMost && _arrived.TryDequeue(out var arrival); i++)
            Hand(arrival);
        if (_arrived.Count > 0)
            exchange.Universe.After(PauseNanos, () => process.Enter(GoOn));
    }

    private void Hand(Arrival arrival)
    {
        if (arrival.Utf8 is null)
            listener.OnClosed(arrival.Reason!);
        else if (!listener.OnMessageAsync(arrival.Utf8).AsTask().IsCompletedSuccessfully)
            throw new InvalidOperationException($"{site} has no room for a message: a world of one thread cannot wait for it");
    }

    /// <summary>A message, or (last) why there are no more.</summary>
    private readonly record struct Arrival(byte[]? Utf8, string? Reason);
}
