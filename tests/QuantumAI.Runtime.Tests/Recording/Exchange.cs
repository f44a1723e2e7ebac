using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Recording;
using QuantumAI.Runtime.Supervision;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Recording;

/// <summary>A session with everything in it that a recording must know: several lanes, ports, timers, questions, work outside, failures, full and conflating mailboxes.</summary>
internal sealed class Exchange
{
    public const int Symbols = 3;

    public static MessageCodecs Codecs => new MessageCodecs().AddJson<Tick>().AddJson<Order>();

    public Exchange(World world)
    {
        var account = world.CreateLane("account");
        Orders = account.Spawn("orders", new Props<Order>(() => new OrdersActor()) { Capacity = 8, Supervision = SupervisorStrategy.Restart(backoff: new Backoff(1_000, 50_000)) });
        var quotes = account.Spawn("quotes", new Props<Quote>(() => new QuotesActor(Orders))
        {
            Capacity = 4,
            Overflow = Overflow.Conflate,
            ConflateBy = quote => quote.Symbol,
        });
        var oracle = world.CreateLane("oracle").Spawn("oracle", new Script<Question>((context, question) => question.Reply.Tell(question.Price + (long)(context.NextRandom() % 7))));
        Watchers = [.. Enumerable.Range(0, Symbols).Select(symbol => world.CreateLane($"symbol-{symbol}").Spawn(
            "watcher", new Props<Tick>(() => new WatcherActor(symbol, quotes, Orders, oracle)) { Supervision = SupervisorStrategy.Resume }))];
    }

    public IReadOnlyList<ActorRef<Tick>> Watchers { get; }

    public ActorRef<Order> Orders { get; }

    internal readonly record struct Tick(long Price, string Note);

    internal readonly record struct Quote(int Symbol, long Price);

    internal readonly record struct Question(long Price, ReplyTo<long> Reply);

    internal sealed record Order(int Symbol, long Price, string Why);

    private sealed class WatcherActor(int symbol, ActorRef<Quote> quotes, ActorRef<Order> orders, ActorRef<Question> oracle) : Actor<Tick>
    {
        private long _sum;

        protected override void OnStart() => Context.StartPeriodicTimer("beat", 300_000, new Tick(0, "beat"));

        protected override void Receive(in Tick message)
        {
            _sum += message.Price;
            var price = message.Price;
            quotes.Tell(new Quote(symbol, price));
            if (message.Note is "beat" or "answered" or "piped")
                return;
            if (price % 11 == 0)
                throw new InvalidDataException("test");
            if (price % 5 == 0)
                Context.Ask<Question, long>(oracle, reply => new Question(price, reply), 1_000_000_000, answer => new Tick(answer, "answered"), new Tick(-1, "late"));
            if (price % 7 == 0)
                Context.PipeToSelf(WorkAsync(price), done => new Tick(done.IsCompletedSuccessfully ? done.Result : -2, "piped"));
            if (price % 3 == 0 && !orders.TryTell(new Order(symbol, _sum, "tick")))
                _sum = -_sum; // what a full mailbox answers changes what happens next
        }

        private static async Task<long> WorkAsync(long price)
        {
            await Task.Yield();
            return price * Environment.TickCount64;
        }
    }

    private sealed class QuotesActor(ActorRef<Order> orders) : Actor<Quote>
    {
        private long _last;

        protected override void Receive(in Quote message)
        {
            if (message.Price < _last)
                orders.Tell(new Order(message.Symbol, message.Price, "fell"));
            _last = message.Price;
        }
    }

    private sealed class OrdersActor : Actor<Order>
    {
        private readonly List<Order> _orders = [];

        protected override void Receive(in Order message)
        {
            _orders.Add(message);
            if (message.Price % 13 == 0)
                throw new InvalidDataException("test");
            if (_orders.Count % 10 == 0)
                Context.Spawn(null, new Props<Order>(() => new Clerk())).Tell(message with { Why = $"filed {Context.NextRandom() % 100} {Context.NowNanos}" });
        }
    }

    private sealed class Clerk : Actor<Order>
    {
        protected override void Receive(in Order message) => Context.Stop();
    }
}
