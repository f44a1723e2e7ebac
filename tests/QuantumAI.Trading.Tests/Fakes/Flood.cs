using QuantumAI.Domain.Market;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Domain.Signals;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Trading.Tests.Fakes;

/// <summary>Fills the mailboxes of a session with messages that their receivers understand and that tell them nothing new.</summary>
internal sealed class Flood(HourlySession session)
{
    /// <summary>The opening actor's address nobody has; the portfolio's risk only the gate asks, and it answers; the reconciliation is the orders' own, there when they have started.</summary>
    private static readonly string[] Spared = ["/opening", "/portfolio-risk", "/reconciliation"];

    /// <summary>Every actor but those.</summary>
    public IReadOnlyList<ActorCell> Receivers { get; } =
    [
        .. CellsOf(session).Where(cell => !Array.Exists(Spared, path => cell.Path.EndsWith(path, StringComparison.Ordinal))),
    ];

    /// <summary>How often all mailboxes were filled.</summary>
    public int Times { get; private set; }

    /// <summary>Orders that existed when that was done last.</summary>
    public int OrdersBefore { get; private set; }

    /// <summary>Tells every actor until its mailbox refuses, and then once more.</summary>
    public void FillAll()
    {
        (Times, OrdersBefore) = (Times + 1, session.Orders.Count);
        foreach (var receiver in Receivers)
            Tell(receiver, isReserved: false);
    }

    /// <summary>Tells one actor one message more than may ever wait.</summary>
    public void Overflow(string path) => Tell(Receivers.Single(cell => cell.Path == path), isReserved: true);

    private static IEnumerable<ActorCell> CellsOf(HourlySession session)
    {
        foreach (var lane in session.World.Lanes)
        {
            for (var cell = lane.FirstCell; cell is not null; cell = cell.Next)
                yield return cell;
        }
    }

    private void Tell(ActorCell receiver, bool isReserved)
    {
        switch (receiver)
        {
            case ActorRef<MarketEvent> market:
                Tell(market, OldTrade(), isReserved);
                break;
            case ActorRef<RiskMessage> riskGate:
                Tell(riskGate, new ResumeTrading("nobody"), isReserved); // it trades, so there is nothing to resume
                break;
            case ActorRef<TradeSignal> sizing:
                Tell(sizing, Unusable(), isReserved);
                break;
            case ActorRef<AgentMessage> agent:
                Tell(agent, KnownBook(), isReserved);
                break;
            case ActorRef<AccountEvent> portfolio:
                Tell(portfolio, new OrderAccepted("none", "none"), isReserved);
                break;
            case ActorRef<OrderMessage> orders:
                Tell(orders, new VenueAccepted("none", "none"), isReserved);
                break;
            case ActorRef<AppendResult> confirmations:
                Tell(confirmations, new AppendResult(AppendOutcome.Appended, 0), isReserved);
                break;
            case ActorRef<VenueRequest> venue:
                Tell(venue, new QueryOrder("none", Receivers.OfType<ActorRef<OrderMessage>>().Single()), isReserved);
                break;
            case ActorRef<ExecutionMessage> execution:
                Tell(execution, new PriceTold("none", null, default, default), isReserved); // nobody follows it
                break;
            default:
                throw new NotSupportedException($"the flood has nothing to tell {receiver.Path}");
        }
    }

    private static void Tell<T>(ActorRef<T> receiver, T message, bool isReserved)
    {
        if (isReserved)
        {
            for (var told = 0; told <= Props.DefaultReservedCapacity; told++)
                receiver.TellReserved(message);
            return;
        }

        while (receiver.TryTell(message))
        {
        }

        receiver.Tell(message);
    }

    /// <summary>A trade that everybody has seen: its number is no higher than that of the last event.</summary>
    private MarketEvent OldTrade()
    {
        var at = Math.Max(0, session.Told - 1) & ~1;
        return HourlyMarket.Events[at].Ingested(at, HourlyMarket.Events[at].ReceivedNanos);
    }

    /// <summary>Another agent's signal on a market that may not be used: it is denied.</summary>
    private TradeSignal Unusable()
    {
        var price = AccountStage.Btc.Price(AccountStage.PriceUnits);
        return new TradeSignal(
            "nobody", AccountStage.Btc, new Signal(SignalKind.EnterLong, "flood"), price,
            new MarketView(price, price, session.World.NowNanos, IsUsable: false, 0));
    }

    private BookChanged KnownBook()
    {
        var books = session.Books.Durable;
        return new BookChanged(
            books.PositionOf(HourlySession.AgentId, AccountStage.Btc.Symbol),
            books.OpenOrders.Any(order => order.AgentId == HourlySession.AgentId), IsAnswer: false);
    }
}
