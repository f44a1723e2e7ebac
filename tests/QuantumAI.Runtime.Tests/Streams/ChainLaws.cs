using QuantumAI.Runtime.Streams;

namespace QuantumAI.Runtime.Tests.Streams;

/// <summary>The laws of <see cref="StageLaws"/> for chains of any stages, over lanes and back.</summary>
public sealed class ChainLaws
{
    private const int MostStages = 6, Window = 2;

    [Fact]
    public void Prop_chain_loses_nothing_keeps_order_completes_last_and_bounds_what_is_under_way() => Hold(chain =>
    {
        var handle = chain.Apply(Source.From(chain.Numbers)).To(chain.Consumer.Sink(Window)).Run(chain.Bench.Lane);
        chain.Consumer.Looked = () =>
        {
            Assert.InRange(handle.Counters.In - chain.Consumer.Answered, 0, chain.Holds + Window);
            Assert.InRange(handle.Counters.Depth, 0, chain.Holds);
        };
        chain.Bench.Finish(handle);
        Assert.Equal(chain.Numbers, chain.Consumer.Values);
        Assert.Equal(new StreamCounters(chain.Numbers.Length, chain.Numbers.Length, 0, 0, 0, 0), handle.Counters);
        Assert.Equal(new StreamOutcome(StreamState.Completed, null), handle.Completion);
    });

    [Fact]
    public void Prop_failure_passes_a_chain_behind_the_elements_before_it() => Hold(chain =>
    {
        var cause = new InvalidDataException("test");
        IEnumerable<int> Failing()
        {
            foreach (var number in chain.Numbers)
                yield return number;
            throw cause;
        }

        var handle = chain.Bench.Finish(chain.Apply(Source.From(Failing())).To(chain.Consumer.Sink(Window)).Run(chain.Bench.Lane));
        Assert.Equal(chain.Numbers, chain.Consumer.Values);
        Assert.Equal(StreamState.Failed, handle.Completion.State);
        Assert.Same(cause, handle.Completion.Failure?.InnerException);
    });

    [Fact]
    public void Prop_end_in_the_middle_of_a_chain_reaches_both_sides_and_counts_what_waited() => Hold(chain =>
    {
        var (disposed, take) = (0, chain.Numbers.Length + 1);
        IEnumerable<int> Endless()
        {
            try
            {
                for (var n = 0; ; n++)
                    yield return n;
            }
            finally
            {
                disposed++;
            }
        }

        var handle = chain.Bench.Finish(chain.Apply(Source.From(Endless()), source => source.Take(take)).To(chain.Consumer.Sink(Window)).Run(chain.Bench.Lane));
        Assert.Equal(Enumerable.Range(0, take), chain.Consumer.Values);
        Assert.Equal((StreamState.Completed, 1), (handle.Completion.State, disposed));
        Assert.Equal(handle.Counters.In, handle.Counters.Out + handle.Counters.Discarded);
    });

    [Fact]
    public void Prop_abort_ends_a_chain_at_any_time_and_counts_what_waited() => Hold(chain =>
    {
        var handle = chain.Apply(Source.From(chain.Numbers)).To(chain.Consumer.Sink(Window)).Run(chain.Bench.Lane);
        chain.Bench.Advance(chain.Random.Next(1 + (chain.Numbers.Length * 20)));
        handle.Abort(new OperationCanceledException("test"));
        chain.Bench.Finish(handle);
        Assert.Equal(handle.Counters.In, handle.Counters.Out + handle.Counters.Discarded);
        Assert.Equal(chain.Numbers.Take(chain.Consumer.Values.Count), chain.Consumer.Values);
    });

    /// <summary>Runs each chain twice with one seed: what the consumer saw, and when, must be the same.</summary>
    private static void Hold(Action<Chain> law) => Seeds.HoldEach(100, (seed, size) =>
    {
        string Play()
        {
            using var chain = new Chain(new Random(seed), size);
            law(chain);
            return string.Join(' ', chain.Consumer.Values.Zip(chain.Consumer.Times));
        }

        Assert.Equal(Play(), Play());
    }, runs: 300);

    private sealed class Chain : IDisposable
    {
        private readonly int[] _stages;
        private readonly int _middle;

        public Chain(Random random, int size)
        {
            Random = random;
            Bench = new Bench((ulong)random.Next());
            Numbers = random.Numbers(size);
            _stages = random.Numbers(random.Next(2, MostStages + 1), StageLaws.Stages.Length);
            _middle = random.Next(_stages.Length + 1);
            Consumer = Bench.Consumer<int>(random.Next(0, 60));
        }

        public Random Random { get; }

        public Bench Bench { get; }

        public int[] Numbers { get; }

        public SlowConsumer<int> Consumer { get; }

        /// <summary>Most elements under way: each stage's own, and a ring for each junction to which the chain may return from another lane.</summary>
        public int Holds => _stages.Sum(stage => StageLaws.Stages[stage].Holds + (StageLaws.Stages[stage].Name is "Merge" or "MergeSorted" or "Restart" ? StageLaws.RingOfReturn : 0));

        public Source<int> Apply(Source<int> source, Func<Source<int>, Source<int>>? middle = null)
        {
            for (var i = 0; i <= _stages.Length; i++)
            {
                if (i == _middle && middle is not null)
                    source = middle(source);
                if (i < _stages.Length)
                    source = StageLaws.Stages[_stages[i]].Apply(source, Bench.Lane);
            }

            return source;
        }

        public void Dispose() => Bench.Dispose();
    }
}
