using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Signals;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Node.Tests.Recorded;

/// <summary>Something that reached the watcher, or left it or its agent. All of it on one lane, so that its order is the order in which it happened.</summary>
/// <param name="Event">What the watcher took in.</param>
/// <param name="Bar">What the agent was told.</param>
/// <param name="Signal">What the agent decided.</param>
internal readonly record struct Noted(MarketEvent? Event, BarClosed? Bar = null, TradeSignal? Signal = null);

/// <summary>A real watcher and a real agent behind it that enters whenever the trend points up; everything is written down, nothing is traded.</summary>
internal sealed class WatchedSymbol : IEventFeatures
{
    private static readonly TrendParameters Eager = new(AdxMin: 0, SentimentAgainst: 1, CrossValidBars: int.MaxValue);
    private readonly Lock _gate = new();
    private readonly List<Noted> _notes = [];
    private OrderBook? _book;
    private (Func<Noted, OrderBook, bool> IsIt, TaskCompletionSource Came)? _awaited;

    public WatchedSymbol(Lane lane, Instrument instrument, long barNanos)
    {
        var board = new StatusBoard();
        var sizing = lane.Spawn("sizing", new DroppingSizer(this));
        var agent = lane.Spawn("agent", new AuroraAgentActor("aurora", instrument, Eager, [], sizing, board));
        Watcher = lane.Spawn("watcher", new SymbolWatcherActor(
            instrument, BarOrigin.Trades, SymbolHistory.None(barNanos), lane.Spawn("front", new AgentFront(this, agent)), lane.Spawn("gate", new DeafGate()), board, this));
    }

    public ActorRef<MarketEvent> Watcher { get; }

    public IReadOnlyList<Noted> Notes
    {
        get
        {
            lock (_gate)
                return [.. _notes];
        }
    }

    /// <summary>Completes with the first note from now on of which, with the book beside it, this is true.</summary>
    public Task Until(Func<Noted, OrderBook, bool> isIt)
    {
        lock (_gate)
        {
            var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited = (isIt, came);
            return came.Task.WaitAsync(RecordedChain.Patience, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The watcher's own book; while nothing is on its way only.</summary>
    public (BookState State, DepthLevel[] Bids, DepthLevel[] Asks) Book()
    {
        lock (_gate)
        {
            var (bids, asks) = (new DepthLevel[_book!.BidLevels], new DepthLevel[_book.AskLevels]);
            Assert.Equal((bids.Length, asks.Length), (_book.CopyBids(bids), _book.CopyAsks(asks)));
            return (_book.State, bids, asks);
        }
    }

    public void Update(in MarketEvent marketEvent, OrderBook book)
    {
        lock (_gate)
            _book = book;
        Note(new Noted(marketEvent));
    }

    private void Note(Noted noted)
    {
        lock (_gate)
        {
            _notes.Add(noted);
            if (_awaited is not { } awaited || !awaited.IsIt(noted, _book!))
                return;
            _awaited = null;
            awaited.Came.SetResult();
        }
    }

    private sealed class AgentFront(WatchedSymbol owner, ActorRef<AgentMessage> agent) : Actor<AgentMessage>
    {
        protected override void Receive(in AgentMessage message)
        {
            owner.Note(new Noted(null, Bar: Assert.IsType<BarClosed>(message)));
            agent.Tell(message);
        }
    }

    private sealed class DroppingSizer(WatchedSymbol owner) : Actor<TradeSignal>
    {
        protected override void Receive(in TradeSignal message)
        {
            owner.Note(new Noted(null, Signal: message));
            message.ReplyTo!.TellReserved(new SignalDropped("watched"));
        }
    }

    private sealed class DeafGate : Actor<RiskMessage>
    {
        protected override void Receive(in RiskMessage message)
        {
        }
    }
}
