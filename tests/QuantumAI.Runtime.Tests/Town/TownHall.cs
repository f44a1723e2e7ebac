using System.Collections.Concurrent;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Supervision;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Town;

/// <summary>Actors on lanes that do to each other whatever actors can, in either world, and the books that must balance.</summary>
/// <remarks>The model is naive on purpose: it counts, numbers each pair's letters, and remembers who watches whom. It knows nothing of lanes and turns.</remarks>
internal sealed class TownHall
{
    private const int MostCitizens = 64;
    private readonly Citizen?[] _citizens = new Citizen?[MostCitizens];
    private readonly int[][] _outsideNumbers;
    private readonly World _world;
    private readonly Lane[] _lanes;
    private readonly int _room;
    private int _count;
    private long _told;
    private long _handled;
    private long _refused;

    /// <param name="world">Of either kind.</param>
    /// <param name="lanes">Lanes to live on.</param>
    /// <param name="citizens">Actors at the beginning; some deeds add children.</param>
    /// <param name="outsiders">Threads that send from outside.</param>
    /// <param name="room">Smallest mailbox.</param>
    public TownHall(World world, int lanes, int citizens, int outsiders = 1, int room = 4)
    {
        (_world, _room) = (world, room);
        _lanes = [.. Enumerable.Range(0, lanes).Select(lane => world.CreateLane($"lane-{lane}"))];
        _outsideNumbers = [.. Enumerable.Range(0, outsiders).Select(_ => new int[MostCitizens])];
        for (var i = 0; i < citizens; i++)
            Settle((citizen, props) => _lanes[citizen.Index % lanes].Spawn($"citizen-{citizen.Index}", props));
    }

    /// <summary>Told everything that is handled.</summary>
    public Action<string>? Noted { get; init; }

    /// <summary>False: deeds start no timers. A timer's message is not told, so where one may become a dead letter the books cannot have it.</summary>
    public bool HasTimers { get; init; } = true;

    /// <summary>What was seen that may not be.</summary>
    public ConcurrentQueue<string> Wrongs { get; } = new();

    public int Count => Math.Min(Volatile.Read(ref _count), MostCitizens);

    public static int Senders(int outsiders = 1) => MostCitizens + outsiders;

    public Lane LaneOf(ulong draw) => _lanes[(int)(draw % (ulong)_lanes.Length)];

    public Citizen? At(ulong draw) => Volatile.Read(ref _citizens[(int)(draw % (ulong)Count)]);

    /// <summary>Sends a letter from outside.</summary>
    public void Post(int outsider, ulong draw, Deed deed, int hops)
    {
        if (At(draw) is { } receiver)
            Send(receiver, _outsideNumbers[outsider], new Letter(MostCitizens + outsider, 0, deed, hops), draw);
    }

    public void Send(Citizen receiver, int[] numbers, Letter letter, ulong draw)
    {
        Interlocked.Increment(ref _told);
        var numbered = letter with { Number = ++numbers[receiver.Index] };
        if (draw % 8 == 0)
            receiver.Ref.TellReserved(numbered);
        else if (draw % 8 != 1)
            receiver.Ref.Tell(numbered);
        else if (!receiver.Ref.TryTell(numbered))
            Interlocked.Increment(ref _refused);
    }

    /// <summary>What happened, to tell a test that tests something: letters handled, ends heard, letters unstashed, instances made.</summary>
    public (long Handled, long Ends, long Unstashed, long Instances) Totals => (
        Interlocked.Read(ref _handled), Everybody.Sum(citizen => citizen.Ends), Everybody.Sum(citizen => citizen.Unstashed), Everybody.Sum(citizen => citizen.Instances));

    public void CountTold() => Interlocked.Increment(ref _told);

    public void CountHandled() => Interlocked.Increment(ref _handled);

    /// <summary>Adds a citizen, if there is a house left.</summary>
    public void Settle(Func<Citizen, Props<Letter>, ActorRef<Letter>> spawn)
    {
        var index = Interlocked.Increment(ref _count) - 1;
        if (index >= MostCitizens)
            return;
        var citizen = new Citizen(this, index);
        citizen.Ref = spawn(citizen, new Props<Letter>(() => citizen.NextInstance())
        {
            Capacity = _room * (1 + (index % 3 * 3)),
            StashCapacity = 3,
            Overflow = (index % 7) switch { 5 => Overflow.DropOldest, 6 => Overflow.Conflate, _ => Overflow.Reject },
            ConflateBy = letter => (letter.Sender, letter.Number == 0),
            Supervision = new SupervisorStrategy(
                Directive, MostRestarts: index % 4 == 3 ? 3 : -1, WindowNanos: 1_000, Backoff: index % 2 == 0 ? null : new Backoff(50, 400)),
        });
        Volatile.Write(ref _citizens[index], citizen);
    }

    /// <summary>Stops everybody; to be called when no lane has a turn to run, and checked when again none has.</summary>
    public void StopAll()
    {
        foreach (var citizen in Everybody)
            citizen.Ref.Stop();
    }

    /// <summary>No letter is missing and none counts twice.</summary>
    public void CheckBooks()
    {
        Assert.Empty(Wrongs);
        var dead = _world.DeadLetters.Values.Sum();
        Assert.True(
            _told == _handled + _refused + dead,
            $"told {_told}, handled {_handled} + refused {_refused} + dead letters {dead} = {_handled + _refused + dead}");
    }

    /// <summary>Who lives has heard of everybody it watched that does not. Nobody may have letters waiting.</summary>
    public void CheckWatches()
    {
        var ended = Everybody.Where(citizen => !IsAlive(citizen)).ToHashSet();
        foreach (var watcher in Everybody.Except(ended))
            Assert.DoesNotContain(watcher.Watching, ended.Contains);
    }

    private IEnumerable<Citizen> Everybody => _citizens.OfType<Citizen>();

    private static Directive Directive(Exception failure) => failure is not DeedException { Deed: var deed } ? Supervision.Directive.Escalate : deed switch
    {
        Deed.Resume => Supervision.Directive.Resume,
        Deed.Restart => Supervision.Directive.Restart,
        Deed.Fail => Supervision.Directive.Stop,
        _ => Supervision.Directive.Escalate,
    };

    private bool IsAlive(Citizen citizen)
    {
        var isTaken = citizen.Ref.TryTell(new Letter(citizen.Index, -1, Deed.Note, 0));
        if (isTaken)
            CountTold();
        return isTaken;
    }
}
