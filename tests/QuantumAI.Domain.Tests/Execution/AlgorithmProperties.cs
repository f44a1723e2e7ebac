using QuantumAI.Domain.Execution;
using QuantumAI.Domain.Instruments;

namespace QuantumAI.Domain.Tests.Execution;

/// <summary>Whole parent orders over drawn markets: fills in parts, refusals, cancels, prices that are missing. A failure names its seed.</summary>
public sealed class AlgorithmProperties
{
    private const int Seeds = 2_000;
    private static readonly AlgorithmKind[] Kinds = [AlgorithmKind.Twap, AlgorithmKind.Vwap, AlgorithmKind.Pov, AlgorithmKind.Iceberg];

    [Fact]
    public void Prop_children_must_add_up_to_the_parent_exactly_when_all_of_them_fill()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var run = new Play(seed, isKind: true);
            run.ToEnd();
            Assert.True(run.Filled == run.Parent.Quantity.Units, $"seed {seed}: {run.Filled} of {run.Parent.Quantity.Units} by {run.Parent.Plan}");
        }
    }

    [Fact]
    public void Prop_nothing_must_be_lost_doubled_or_late_when_anything_happens()
    {
        var (whole, partly) = (0, 0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var run = new Play(seed, isKind: false);
            run.ToEnd();
            (whole, partly) = run.Filled == run.Parent.Quantity.Units ? (whole + 1, partly) : (whole, partly + 1);
        }

        Assert.True(whole > Seeds / 20 && partly > Seeds / 20, $"{whole} whole and {partly} partly: the draws reach only one end");
    }

    /// <summary>One parent order and its market; checks each step.</summary>
    private sealed class Play
    {
        private readonly Random _random;
        private readonly bool _isKind;
        private readonly Instrument _instrument;
        private readonly List<(long Units, long Done)> _open = [];
        private long _now;
        private long _volume;
        private int _lastChild = -1;
        private int _refusals;
        private long _refusedNanos;
        private long _canceled;
        private long _sent;

        public Play(int seed, bool isKind)
        {
            (_random, _isKind, Seed) = (new Random(seed), isKind, seed);
            var (step, least) = (_random.Next(1, 8), _random.Next(1, 5));
            _instrument = new Instrument("X", "X", "USDT", 2, 1, 3, step, step * least, Money.Zero);
            var units = step * (long)_random.Next(least, least * 60);
            var (start, end) = (_random.Next(0, 50), 50 + _random.Next(60, 2_000));
            var child = _instrument.Quantity(step * (long)_random.Next(least, least * 8));
            var jitter = _random.Next(0, 2) * 900_000L;
            Parent = AlgorithmSchedulerTests.Parent(units, Kinds[seed % 4] switch
            {
                AlgorithmKind.Twap => AlgorithmPlan.Twap(start, end, _random.Next(1, 20), jitter, seed),
                AlgorithmKind.Vwap => AlgorithmPlan.Vwap(start, end, [.. Enumerable.Range(0, _random.Next(1, 20)).Select(_ => (long)_random.Next(0, 9)).Append(1)], jitter, seed),
                AlgorithmKind.Pov => AlgorithmPlan.Pov(start, end, _random.Next(20_000, 1_000_000), _random.Next(2) == 0 ? child : null),
                _ => AlgorithmPlan.Iceberg(start, end, child, _instrument.Price(100)),
            });
            Assert.Null(Parent.FaultOf(_instrument));
        }

        public int Seed { get; }

        public ParentOrder Parent { get; }

        public long Filled { get; private set; }

        private long Open => _open.Sum(order => order.Units - order.Done);

        public void ToEnd()
        {
            for (var steps = 0; steps < 100_000; steps++)
            {
                var canSend = _isKind || _random.Next(4) > 0;
                var step = AlgorithmScheduler.Decide(Parent, _instrument, new AlgorithmSituation(
                    _now, _instrument.Quantity(Filled), _instrument.Quantity(Open), _lastChild, _instrument.Quantity(_volume), _refusals, _refusedNanos, canSend));
                if (step.Move == AlgorithmMove.End)
                {
                    Check(_sent == Filled + Open + _canceled, "what was sent is filled, open or came back");
                    return;
                }

                if (step.Move == AlgorithmMove.Send)
                    Take(step);
                else
                    Check(step.WakeNanos > _now && step.WakeNanos <= Parent.Plan.EndNanos, $"it wakes later, and not after the end: {step.WakeNanos} at {_now}");
                Happen(step);
            }

            Check(false, "it ends");
        }

        private void Take(AlgorithmStep step)
        {
            var units = step.Quantity.Units;
            Check(_now < Parent.Plan.EndNanos && _now >= Parent.Plan.StartNanos, $"nothing is sent outside its time, was {_now}");
            Check(units % _instrument.LotStepUnits == 0 && units >= _instrument.MinQuantityUnits, $"a child is in lots, was {units}");
            Check(step.Child > _lastChild, "numbers of children grow");
            if (!_isKind && _random.Next(4) == 0)
            {
                (_refusals, _refusedNanos) = (_refusals + 1, _now); // denied: never approved
                return;
            }

            (_lastChild, _sent) = (step.Child, _sent + units);
            _open.Add((units, 0));
            Check(Filled + Open <= Parent.Quantity.Units, "never more than the parent");
            if (Parent.Plan.Kind == AlgorithmKind.Pov)
                Check((Int128)(Filled + Open) * 1_000_000 <= (Int128)_volume * Parent.Plan.ParticipationPpm, "never above its part of the volume");
        }

        private void Happen(AlgorithmStep step)
        {
            for (var i = _open.Count - 1; i >= 0; i--)
            {
                var left = _open[i].Units - _open[i].Done;
                var draw = _isKind ? 0 : _random.Next(6);
                var fill = draw switch { 0 or 1 => left, 2 => _random.NextInt64(0, (left / _instrument.LotStepUnits) + 1) * _instrument.LotStepUnits, _ => 0 };
                (Filled, _open[i]) = (Filled + fill, (_open[i].Units, _open[i].Done + fill));
                if (fill > 0)
                    (_refusals, _refusedNanos) = (0, 0);
                if (draw == 5 || fill == left)
                {
                    if (fill < left)
                        (_canceled, _refusals, _refusedNanos) = (_canceled + left - fill, _refusals + 1, _now);
                    _open.RemoveAt(i);
                }
            }

            _volume += _isKind ? Parent.Quantity.Units : _random.Next(0, 40);
            var isSliced = Parent.Plan.Kind is AlgorithmKind.Twap or AlgorithmKind.Vwap;
            _now = (_isKind, isSliced) switch
            {
                (true, true) when step.Move == AlgorithmMove.Wait => step.WakeNanos,
                (true, _) => _now + 1, // there is time for every child
                _ => _now + _random.Next(1, 30),
            };
        }

        private void Check(bool holds, string rule) => Assert.True(holds, $"seed {Seed}: {rule} ({Parent.Plan})");
    }
}
