using QuantumAI.Domain.Market;

namespace QuantumAI.Trading.Market;

/// <summary>A bounded queue between a live market, which cannot be told to wait, and the ingest flow. One consumer, any number of producers.</summary>
/// <remarks>
/// Events leave in the order in which they came. When the consumer is behind (half of the room is taken), a newer quote of an instrument takes the place
/// of its waiting one, at the end of the queue. A trade, bar or depth event that finds no room is dropped, and the instrument is declared gapped
/// at once: its depth is refused from then on until a snapshot fits. Nothing is dropped silently.
/// </remarks>
public sealed class MarketFeed
{
    private readonly Lock _gate = new();
    private readonly MarketEvent[] _ring;
    private readonly Instrument[] _instruments;
    private readonly int _room;
    private long _head;
    private long _tail;
    private int _waiting;
    private TaskCompletionSource? _sleeper;
    private bool _isComplete;

    /// <param name="instruments">Count of instruments; ids are below it.</param>
    /// <param name="capacity">Events that wait at the most; each instrument's quote and gap have room beside them.</param>
    public MarketFeed(int instruments, int capacity = 65_536)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instruments, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2);
        (_room, _instruments) = (capacity, new Instrument[instruments]);
        _ring = new MarketEvent[2 * (capacity + (2 * instruments))]; // twice: replaced quotes leave holes until it is compacted
        Array.Fill(_instruments, new Instrument(-1, MayUpdateDepth: true));
    }

    /// <summary>Quotes that were replaced by newer ones before anybody read them.</summary>
    public long Conflated { get; private set; }

    /// <summary>Trades, bars and depth events that found no room.</summary>
    public long Dropped { get; private set; }

    /// <summary>Events that wait. Any thread; a glimpse.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Is told whenever something was added or nothing more will come, by whoever did it: must return at once. For consumers that do not wait on a task.</summary>
    public Action? Arrived { get; set; }

    /// <summary>Adds an event; completes at once.</summary>
    /// <returns>False when it was dropped: a book that is kept in step with the market must be started anew.</returns>
    public bool Push(in MarketEvent marketEvent)
    {
        TaskCompletionSource? sleeper;
        bool isTaken;
        lock (_gate)
        {
            if (_isComplete)
                return false;
            isTaken = marketEvent.Kind == MarketEventKind.Quote ? AddQuote(in marketEvent) : AddOther(in marketEvent);
            (sleeper, _sleeper) = (_sleeper, null);
        }

        sleeper?.SetResult();
        Arrived?.Invoke();
        return isTaken;
    }

    /// <summary>No event comes any more; what waits is still read.</summary>
    public void Complete()
    {
        TaskCompletionSource? sleeper;
        lock (_gate)
        {
            _isComplete = true;
            (sleeper, _sleeper) = (_sleeper, null);
        }

        sleeper?.SetResult();
        Arrived?.Invoke();
    }

    /// <summary>Takes the oldest event; false when none waits.</summary>
    public bool TryRead(out MarketEvent marketEvent)
    {
        lock (_gate)
        {
            while (_head < _tail)
            {
                ref var slot = ref _ring[_head % _ring.Length];
                marketEvent = slot;
                slot = default;
                var place = _head++;
                if (marketEvent.Kind == MarketEventKind.Unspecified)
                    continue; // a quote that was replaced
                if (marketEvent.Kind == MarketEventKind.Quote && _instruments[marketEvent.InstrumentId].QuotePlace == place)
                    _instruments[marketEvent.InstrumentId] = _instruments[marketEvent.InstrumentId] with { QuotePlace = -1 };
                Volatile.Write(ref _waiting, _waiting - 1);
                return true;
            }
        }

        marketEvent = default;
        return false;
    }

    /// <summary>Completes with true when an event waits, with false when none will come any more.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task wait;
            lock (_gate)
            {
                if (_waiting > 0)
                    return true;
                if (_isComplete)
                    return false;
                _sleeper ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                wait = _sleeper.Task;
            }

            await wait.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private bool AddQuote(in MarketEvent quote)
    {
        var instrument = _instruments[quote.InstrumentId];
        if (instrument.QuotePlace >= 0 && 2 * _waiting >= _room)
        {
            _ring[instrument.QuotePlace % _ring.Length] = default;
            Volatile.Write(ref _waiting, _waiting - 1);
            Conflated++;
        }

        Add(in quote); // an instrument without a waiting quote has room for one beyond the bound
        _instruments[quote.InstrumentId] = _instruments[quote.InstrumentId] with { QuotePlace = _tail - 1 };
        return true;
    }

    private bool AddOther(in MarketEvent other)
    {
        var instrument = _instruments[other.InstrumentId];
        if (other.Kind == MarketEventKind.DepthUpdate && !instrument.MayUpdateDepth)
        {
            Dropped++;
            return false;
        }

        if (other.Kind == MarketEventKind.Gap)
        {
            if (!instrument.IsGapWaiting(_head))
                AddGap(in other);
            return true;
        }

        if (_waiting >= _room)
        {
            Dropped++;
            if (!instrument.IsGapWaiting(_head))
                AddGap(MarketEvent.Gap(other.InstrumentId, other.ReceivedNanos));
            return false;
        }

        // What follows a gap may be followed by another.
        _instruments[other.InstrumentId] = instrument with { GapPlace = -1, MayUpdateDepth = instrument.MayUpdateDepth || other.Kind == MarketEventKind.DepthSnapshot };
        Add(in other);
        return true;
    }

    private void AddGap(in MarketEvent gap)
    {
        Add(in gap);
        _instruments[gap.InstrumentId] = _instruments[gap.InstrumentId] with { GapPlace = _tail - 1, MayUpdateDepth = false };
    }

    private void Add(in MarketEvent marketEvent)
    {
        if (_tail - _head == _ring.Length)
            Compact();
        _ring[_tail++ % _ring.Length] = marketEvent;
        Volatile.Write(ref _waiting, _waiting + 1);
    }

    /// <summary>Closes the holes of replaced quotes. They are half of the ring, so that an event is moved once on average.</summary>
    private void Compact()
    {
        var to = _tail;
        for (var from = _tail - 1; from >= _head; from--)
        {
            var kept = _ring[from % _ring.Length];
            if (kept.Kind == MarketEventKind.Unspecified)
                continue;
            to--;
            _ring[from % _ring.Length] = default;
            _ring[to % _ring.Length] = kept;
            var instrument = _instruments[kept.InstrumentId];
            if (instrument.QuotePlace == from)
                _instruments[kept.InstrumentId] = instrument with { QuotePlace = to };
            else if (instrument.GapPlace == from)
                _instruments[kept.InstrumentId] = instrument with { GapPlace = to };
        }

        _head = to;
    }

    /// <summary>What is known of an instrument's waiting events.</summary>
    /// <param name="QuotePlace">Of its newest waiting quote; −1 = none waits.</param>
    private readonly record struct Instrument(long QuotePlace, bool MayUpdateDepth, long GapPlace = -1)
    {
        /// <summary>True while a gap waits that nothing but quotes followed: another would say the same.</summary>
        public bool IsGapWaiting(long head) => GapPlace >= head;
    }
}
