using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Binance.Stream;

/// <summary>One logical connection that outlives its sockets: it reconnects with growing, jittered pauses and is replaced before the venue cuts it, the new socket working before the old one goes.</summary>
/// <remarks>Belongs to one lane, whose actor calls it: about every socket event, and with <see cref="Tick"/> every now and then. It starts no timer and no thread.</remarks>
/// <param name="transport">Opens sockets.</param>
/// <param name="budget">Counts connections of this address.</param>
/// <param name="policy">When to replace and when to give up.</param>
/// <param name="listenerOf">Makes the listener of the socket with a number.</param>
public sealed class RotatingLink(IStreamTransport transport, AddressBudget budget, LinkPolicy policy, Func<int, IStreamListener> listenerOf)
{
    private static readonly long[] PausesNanos =
        [500 * UnixNanos.PerMillisecond, UnixNanos.PerSecond, 2 * UnixNanos.PerSecond, 5 * UnixNanos.PerSecond, 10 * UnixNanos.PerSecond, 30 * UnixNanos.PerSecond];

    /// <summary>A socket that has worked for so long was no failure.</summary>
    private const long SteadyNanos = UnixNanos.PerMinute;
    private Socket? _current;
    private Socket? _next;
    private int _number;
    private int _failures;
    private long _connectAtNanos;
    private bool _isClosed;

    /// <summary>Number of the socket that works; 0 = none.</summary>
    public int Current => _current?.Number ?? 0;

    /// <summary>Number of the socket that is to work; 0 = none.</summary>
    public int Next => _next?.Number ?? 0;

    /// <summary>True for a socket of this link that is still of interest.</summary>
    public bool Knows(int number) => number != 0 && (number == Current || number == Next);

    /// <summary>True when the socket that is to work has been open for as long as the two must overlap.</summary>
    public bool HasOverlapped(long nowNanos) => _next is { OpenedNanos: > 0 } next && (_current is null || nowNanos - next.OpenedNanos >= policy.OverlapNanos);

    /// <summary>Does what is due: connects, replaces an old socket, gives up one that does not come to work.</summary>
    public void Tick(Uri address, long nowNanos, ulong random)
    {
        if (_isClosed)
            return;
        if (_next is { } late && nowNanos - late.BegunNanos > policy.ReadyNanos + policy.OverlapNanos)
            late.Link.Close(); // its end is a failure like any other
        if (_current is { WantsReplacement: false } old && nowNanos - old.OpenedNanos > policy.AgeMostNanos - (long)(random % (ulong)(policy.AgeMostNanos / 50)))
            old.WantsReplacement = true;
        if (_next is not null || nowNanos < _connectAtNanos || _current is { WantsReplacement: false })
            return;
        if (!budget.TryConnect(nowNanos))
        {
            _connectAtNanos = nowNanos + UnixNanos.PerSecond;
            return;
        }

        _next = new Socket(++_number, nowNanos, random);
        _next.Link = transport.Open(address, listenerOf(_number));
    }

    /// <summary>The socket is connected.</summary>
    public void OnOpened(int number, long nowNanos)
    {
        if (number == Next)
            _next!.OpenedNanos = nowNanos;
    }

    /// <summary>The new socket works: the old one goes.</summary>
    /// <returns>False when it is not the new one.</returns>
    public bool Promote(int number)
    {
        if (number == 0 || number != Next)
            return false;
        var old = _current;
        (_current, _next) = (_next, null);
        old?.Link.Close();
        return true;
    }

    /// <summary>The socket has ended.</summary>
    /// <returns>True when it was the one that worked: something may have been missed.</returns>
    public bool OnClosed(int number, long nowNanos)
    {
        if (number != 0 && number == Next)
        {
            Pause(_next!, nowNanos);
            _next = null;
            return false;
        }

        if (number == 0 || number != Current)
            return false;
        // One that worked for a while and ends is replaced soon; one that ends as soon as it works is a failure, or it would be tried without end.
        if (nowNanos - _current!.OpenedNanos >= SteadyNanos)
            _failures = 0;
        Pause(_current, nowNanos);
        _current = null;
        return true;
    }

    private void Pause(Socket ended, long nowNanos)
    {
        var pause = PausesNanos[Math.Min(_failures++, PausesNanos.Length - 1)];
        _connectAtNanos = nowNanos + (pause / 2) + (long)(ended.Random % (ulong)pause); // half to one and a half times: not all at once
    }

    /// <summary>Sends on a socket.</summary>
    public void Send(int number, string text) => (number == Current ? _current : number == Next ? _next : null)?.Link.Send(text);

    /// <summary>The venue said that the socket will end, or it is not trusted any more: it is replaced while it still works.</summary>
    public void Replace()
    {
        if (_current is not null)
            _current.WantsReplacement = true;
    }

    /// <summary>Ends a socket; its end is heard later.</summary>
    public void Drop(int number) => (number == Current ? _current : number == Next ? _next : null)?.Link.Close();

    /// <summary>Ends everything.</summary>
    public void Close()
    {
        _isClosed = true;
        _current?.Link.Close();
        _next?.Link.Close();
    }

    private sealed class Socket(int number, long begunNanos, ulong random)
    {
        public int Number { get; } = number;

        public long BegunNanos { get; } = begunNanos;

        public ulong Random { get; } = random;

        public long OpenedNanos { get; set; }

        public bool WantsReplacement { get; set; }

        public IStreamLink Link { get; set; } = null!;
    }
}

/// <summary>When sockets are replaced and given up. World time.</summary>
/// <param name="AgeMostNanos">Age at which a socket is replaced, up to a fiftieth earlier.</param>
/// <param name="OverlapNanos">For so long both work.</param>
/// <param name="ReadyNanos">A new socket must work within this.</param>
public sealed record LinkPolicy(long AgeMostNanos, long OverlapNanos, long ReadyNanos);
