using QuantumAI.Runtime.Actors;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Tests.Processes;

public sealed class UniverseTests
{
    private const long Second = 1_000_000_000;
    private const long Start = 1_700_000_000 * Second;

    [Fact]
    public void Killed_process_must_run_nothing_more_and_close_its_sockets()
    {
        var universe = new Universe(1, Start);
        var process = universe.Start("one");
        var seen = new List<string>();
        var actor = process.World.CreateLane("lane").Spawn("actor", new Hearer(seen));
        var isClosed = false;
        process.Killed += () => isClosed = true;
        process.Enter(() => actor.Tell("heard"));
        Run(universe, Second);
        process.Enter(() => actor.Tell("lost"));
        process.Kill();
        process.Enter(() => actor.Tell("late"));
        Run(universe, Second);
        Assert.Equal(["heard"], seen);
        Assert.True(isClosed);
        Assert.Empty(universe.Processes);
    }

    [Fact]
    public void Frozen_process_must_find_its_sockets_full_and_its_clock_later()
    {
        var universe = new Universe(1, Start);
        var process = universe.Start("one");
        var seen = new List<string>();
        var actor = process.World.CreateLane("lane").Spawn("actor", new Hearer(seen));
        process.Freeze();
        process.Enter(() => actor.Tell("waits"));
        Run(universe, 10 * Second);
        Assert.Empty(seen);
        Assert.Equal(Start, process.World.NowNanos);
        process.Thaw();
        Run(universe, Second);
        Assert.Equal(["waits"], seen);
        Assert.Equal(Start + (10 * Second), process.World.NowNanos);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3 * Second, 0)]
    [InlineData(-Second, 200)]
    [InlineData(0, -500_000)]
    [InlineData(0, 333_333)]
    public void Timer_must_fire_when_the_clock_of_its_process_shows_its_time(long skewNanos, long driftPpm)
    {
        var universe = new Universe(1, Start);
        var process = universe.Start("one", skewNanos, driftPpm);
        var fired = 0L;
        process.World.CreateLane("lane").Spawn("actor", new Sleeper(100 * Second, nanos => fired = nanos));
        Run(universe, 300 * Second);
        Assert.Equal(Start + skewNanos + (100 * Second), fired);
    }

    [Fact]
    public void Connection_must_keep_its_order_and_carry_nothing_after_it_broke()
    {
        for (var seed = 1UL; seed <= 50; seed++)
        {
            var universe = new Universe(seed, Start);
            var network = new SimulatedNetwork(universe, new NetworkSettings(40_000_000));
            var (arrived, noticed) = (new List<int>(), new List<string>());
            var connection = network.Connect("here", "there", noticed.Add, noticed.Add);
            for (var i = 0; i < 100; i++)
            {
                var number = i;
                universe.At(Start + (i * 10_000_000L), () => connection.ToServer(() => arrived.Add(number)));
            }

            universe.At(Start + (Second / 2), () => network.Cut("here", "there"));
            Run(universe, 60 * Second);
            Assert.Equal(arrived.Order(), arrived);
            Assert.InRange(arrived.Count, 20, 51);
            Assert.Equal(["partition", "partition"], noticed);
        }
    }

    [Fact]
    public void Partition_of_one_way_must_hold_back_that_way_only_and_break_what_it_outlasts()
    {
        var universe = new Universe(5, Start);
        var network = new SimulatedNetwork(universe, new NetworkSettings(10_000_000, NoticeNanos: 2 * Second));
        var (there, here, noticed) = (new List<int>(), new List<int>(), new List<string>());
        var connection = network.Connect("here", "there", noticed.Add, noticed.Add);
        network.Cut("here", "there");
        for (var i = 0; i < 10; i++)
        {
            var number = i;
            connection.ToServer(() => there.Add(number));
            connection.ToClient(() => here.Add(number));
        }

        universe.At(Start + (Second / 8), () => Assert.Equal((0, 10), (there.Count, here.Count)));
        universe.At(Start + (Second / 4), () => network.Mend("here", "there"));
        Run(universe, 60 * Second);
        Assert.Equal(Enumerable.Range(0, 10), there);
        Assert.Empty(noticed);

        network.Cut("here", "there");
        connection.ToServer(() => there.Add(10));
        universe.After(60 * Second, () => network.Mend("here", "there"));
        Run(universe, 200 * Second);
        Assert.Equal((10, false), (there.Count, connection.IsOpen));
        Assert.Equal(["partition", "partition"], noticed);
    }

    [Fact]
    public void Single_messages_must_be_lost_repeated_and_overtaken_as_the_settings_say()
    {
        var universe = new Universe(3, Start);
        var network = new SimulatedNetwork(universe, new NetworkSettings(40_000_000, LossPpm: 200_000, DuplicatePpm: 200_000));
        var arrived = new List<int>();
        for (var i = 0; i < 1_000; i++)
        {
            var number = i;
            universe.At(Start + (i * 1_000_000L), () => network.Send("here", "there", () => arrived.Add(number)));
        }

        Run(universe, 60 * Second);
        Assert.InRange(arrived.Distinct().Count(), 700, 900);
        Assert.InRange(arrived.Count - arrived.Distinct().Count(), 80, 240);
        Assert.NotEqual(arrived.Order(), arrived);
        network.Heal();
        arrived.Clear();
        network.Send("here", "there", () => arrived.Add(1));
        Run(universe, Second);
        Assert.Equal([1], arrived);
    }

    private static void Run(Universe universe, long nanos)
    {
        var until = universe.NowNanos + nanos;
        while (universe.Step(until))
        {
            // one step after the other
        }
    }

    private sealed class Hearer(List<string> seen) : Actor<string>
    {
        protected override void Receive(in string message) => seen.Add(message);
    }

    private sealed class Sleeper(long nanos, Action<long> woke) : Actor<string>
    {
        protected override void OnStart() => Context.StartTimer("wake", nanos, "now");

        protected override void Receive(in string message) => woke(Context.NowNanos);
    }
}
