using System.Diagnostics;
using System.Globalization;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Simulation.Matching;

namespace QuantumAI.Benchmarks.Orders;

/// <summary>The matching engine over a realistic mix of commands, against its naive twin with the same commands and the same end.</summary>
internal static class MatchingRows
{
    private const int Symbols = 10;
    private const int Resting = 5_000;
    private const int Operations = 2_000_000;
    private const string Mix = "10 symbols, about 5,000 resting orders together; 55 % limit orders near the touch, 35 % cancels, 5 % reductions, 5 % takers";

    public static Row[] Of(RunSize size)
    {
        var flow = MatchingFlow.Make(Symbols, Resting, size.Of(Operations));
        // The twin searches lists from the front: it gets the first part of the same stream.
        var part = flow.Steps[..(flow.Steps.Length / 20)];
        ThrowUnlessEqual(flow, part);
        var (trades, refusals) = Outcome(flow);
        string Per100(int count) => (100.0 * count / flow.Steps.Length).ToString("0.0", CultureInfo.InvariantCulture);
        return
        [
            new Row(
                "orders.matching", "operations/s", Better.Higher, Rate("engine", flow, flow.Steps, Fast), Rate("naive", flow, part, Naive),
                Target.Rate(2e6, 5e6),
                $"{Mix}; per 100 commands {Per100(trades)} trades and {Per100(refusals)} refusals. One core, events written to a list. The baseline is the "
                + $"naive engine over the first {part.Length:N0}."),
            new Row(
                "orders.matching-p99", "ns", Better.Lower, Latency("engine", flow, flow.Steps, Fast), Latency("naive", flow, part, Naive),
                Target.Fixed(1_000, 1_000), "the same commands, each timed on its own, the timer's own time included"),
        ];
    }

    private static MatchingEngine Fast(MatchingFlow flow) => new(flow.Symbols, 2 * Resting);

    private static NaiveMatchingEngine Naive(MatchingFlow flow) => new(flow.Symbols);

    private static Workload Rate(string name, MatchingFlow flow, FlowStep[] steps, Func<MatchingFlow, IMatchingEngine> create) => new(name, () =>
    {
        var (engine, events) = Filled(flow, create);
        return Sample.Rate(steps.Length, () =>
        {
            for (var i = 0; i < steps.Length; i++)
            {
                events.Clear();
                MatchingFlow.Apply(engine, in steps[i], i, events);
            }
        });
    });

    private static Workload Latency(string name, MatchingFlow flow, FlowStep[] steps, Func<MatchingFlow, IMatchingEngine> create) => new(name, () =>
    {
        var (engine, events) = Filled(flow, create);
        var ticks = new long[steps.Length];
        var bytesBefore = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < steps.Length; i++)
        {
            events.Clear();
            var started = Stopwatch.GetTimestamp();
            MatchingFlow.Apply(engine, in steps[i], i, events);
            ticks[i] = Stopwatch.GetTimestamp() - started;
        }

        var bytes = GC.GetTotalAllocatedBytes(precise: true) - bytesBefore;
        Array.Sort(ticks);
        var nanos = ticks[(int)(ticks.Length * 0.99)] * (1e9 / Stopwatch.Frequency);
        return new Sample(nanos, (double)bytes / steps.Length);
    });

    private static (IMatchingEngine Engine, List<EngineEvent> Events) Filled(MatchingFlow flow, Func<MatchingFlow, IMatchingEngine> create)
    {
        var engine = create(flow);
        var events = new List<EngineEvent>(1_024);
        foreach (ref readonly var step in flow.Filling.AsSpan())
        {
            events.Clear();
            MatchingFlow.Apply(engine, in step, 0, events);
        }

        return (engine, events);
    }

    /// <summary>A baseline that matches differently measures something else.</summary>
    private static void ThrowUnlessEqual(MatchingFlow flow, FlowStep[] steps)
    {
        var (fast, events) = Filled(flow, Fast);
        var (naive, expected) = Filled(flow, Naive);
        for (var i = 0; i < steps.Length; i++)
        {
            events.Clear();
            expected.Clear();
            MatchingFlow.Apply(fast, in steps[i], i, events);
            MatchingFlow.Apply(naive, in steps[i], i, expected);
            if (!events.SequenceEqual(expected))
                throw new InvalidOperationException($"the engines differ at step {i}: {steps[i]}");
        }

        if (fast.StateHash() != naive.StateHash())
            throw new InvalidOperationException("the engines end with different books");
    }

    /// <summary>What the whole flow does: a mix that is refused or never trades measures something else.</summary>
    private static (int Trades, int Refusals) Outcome(MatchingFlow flow)
    {
        var (engine, events) = Filled(flow, Fast);
        var (trades, refusals) = (0, 0);
        for (var i = 0; i < flow.Steps.Length; i++)
        {
            events.Clear();
            MatchingFlow.Apply(engine, in flow.Steps[i], i, events);
            trades += events.Count(e => e.Kind == EngineEventKind.Traded);
            refusals += events.Count(e => e.Kind == EngineEventKind.Rejected);
        }

        return (trades, refusals);
    }
}
