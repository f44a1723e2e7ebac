using QuantumAI.Domain.Instruments;

namespace QuantumAI.Domain.Execution;

public enum AlgorithmMove : byte
{
    Unspecified = 0,

    /// <summary>Nothing until something happens, or it is <see cref="AlgorithmStep.WakeNanos"/>.</summary>
    Wait = 1,

    /// <summary>A child order is due.</summary>
    Send = 2,

    /// <summary>It is over: what is open is to be canceled, nothing more is sent.</summary>
    End = 3,
}

/// <summary>What is due now.</summary>
/// <param name="Move">What.</param>
/// <param name="Quantity">Size of the child.</param>
/// <param name="Child">Its number: the slice, or one more than the last.</param>
/// <param name="WakeNanos">World time at which to look again.</param>
/// <param name="Reason">Why it is over, for people.</param>
public readonly record struct AlgorithmStep(AlgorithmMove Move, Quantity Quantity, int Child, long WakeNanos, string Reason = "");

/// <summary>Where the work stands.</summary>
/// <param name="NowNanos">World time.</param>
/// <param name="Filled">Sum of all children's fills.</param>
/// <param name="Open">What open children may still fill.</param>
/// <param name="LastChild">Number of the last child that was approved; −1 before the first.</param>
/// <param name="Volume">What was seen to trade since the start, own trades included; of POV.</param>
/// <param name="Refusals">Children that ended without a fill since the last fill.</param>
/// <param name="RefusedNanos">World time of the last of them; 0 when there is none.</param>
/// <param name="CanSend">The market is known and no child is being decided on.</param>
/// <param name="LeastUnits">Smallest child that the venue takes at the present price, in units of the quantity scale; 0 when no price is known.</param>
public readonly record struct AlgorithmSituation(
    long NowNanos, Quantity Filled, Quantity Open, int LastChild, Quantity Volume, int Refusals, long RefusedNanos, bool CanSend, long LeastUnits = 0)
{
    /// <summary>True when so little cannot be ordered: below the instrument's smallest order, or worth less than the venue's smallest value.</summary>
    public bool IsTooSmall(Quantity quantity, Instrument instrument) => instrument.IsDust(quantity) || quantity.Units < LeastUnits;

    /// <summary>The smallest child in units of the quantity scale.</summary>
    public long LeastOf(Instrument instrument) => Math.Max(LeastUnits, Math.Max(instrument.LotStepUnits, instrument.MinQuantityUnits));
}

/// <summary>When the next child order is due, and of what size. Pure: the same situation gives the same step.</summary>
/// <remarks>
/// Schedules say how much is to be filled or open by now, and the child is what lacks. So what a refused, canceled or partly filled
/// child left is made up for by later ones, filled and open are never more than the parent, and nothing is remembered but what the
/// books say. A slice that is worth less than the venue's smallest order waits for the next one. No child leaves a rest that is too small to be ordered; for that the last
/// child of an iceberg or of POV may be larger than its bound, by less than the smallest order.
/// </remarks>
public static class AlgorithmScheduler
{
    /// <summary>Children in a row that come to nothing before it gives up.</summary>
    public const int MostRefusals = 5;

    /// <summary>World time that it waits after a refusal.</summary>
    public const long PauseNanos = 1_000_000_000;

    public static AlgorithmStep Decide(ParentOrder parent, Instrument instrument, in AlgorithmSituation now)
    {
        var plan = parent.Plan;
        var rest = parent.Quantity - now.Filled - now.Open;
        if (now.Filled >= parent.Quantity)
            return End("filled");
        if (now.NowNanos >= plan.EndNanos)
            return End("its time is over");
        if (now.Refusals >= MostRefusals)
            return End($"{now.Refusals} children in a row came to nothing");
        if (now.Open.IsZero && now.IsTooSmall(rest, instrument))
            return End($"what is left, {rest}, is too small to be ordered");
        if (plan.Child is { } size && now.IsTooSmall(size, instrument))
            return End($"a child of {size} is too small to be ordered, the least is {instrument.Quantity(now.LeastOf(instrument))} now");
        if (now.NowNanos < plan.StartNanos)
            return Wait(plan.StartNanos);
        if (now.RefusedNanos > 0 && now.NowNanos < now.RefusedNanos + PauseNanos)
            return Wait(Math.Min(now.RefusedNanos + PauseNanos, plan.EndNanos));

        var (due, most, child, wakeNanos) = plan.Kind switch
        {
            AlgorithmKind.Twap or AlgorithmKind.Vwap => Slice(parent, instrument, in now),
            AlgorithmKind.Pov => Participate(parent, instrument, in now),
            AlgorithmKind.Iceberg => OneByOne(now.Open.IsZero ? rest : instrument.ZeroQuantity, plan.Child, in now, plan),
            _ => throw new NotSupportedException($"no schedule for {plan.Kind}"),
        };
        due = WithoutDust(due, most, rest, instrument, in now);
        return now.CanSend && due.Units > 0 && !now.IsTooSmall(due, instrument) ? new AlgorithmStep(AlgorithmMove.Send, due, child, wakeNanos) : Wait(wakeNanos);
    }

    /// <summary>World time of a slice: its place in equal parts of the whole, and its delay within it.</summary>
    public static long SliceNanos(AlgorithmPlan plan, int slice)
    {
        var span = (Int128)(plan.EndNanos - plan.StartNanos);
        var from = (long)(span * slice / plan.Weights.Count);
        var length = (long)(span * (slice + 1) / plan.Weights.Count) - from;
        var most = (ulong)((Int128)length * plan.JitterPpm / 1_000_000);
        return plan.StartNanos + from + (long)(Draw(plan.Seed, slice) % (most + 1));
    }

    /// <summary>At most one child per slice: what the curve wants to be done by its end, less what is filled or open.</summary>
    private static (Quantity Due, Quantity Most, int Child, long WakeNanos) Slice(ParentOrder parent, Instrument instrument, in AlgorithmSituation now)
    {
        var plan = parent.Plan;
        var (slices, elapsed) = (plan.Weights.Count, (Int128)(now.NowNanos - plan.StartNanos));
        var slice = (int)(((elapsed + 1) * slices - 1) / (plan.EndNanos - plan.StartNanos)); // the last whose part has begun
        slice = Math.Min(slice, slices - 1);
        if (now.NowNanos < SliceNanos(plan, slice))
            slice--;
        var wakeNanos = slice + 1 < slices ? SliceNanos(plan, slice + 1) : plan.EndNanos;
        if (slice <= now.LastChild)
            return (instrument.ZeroQuantity, instrument.ZeroQuantity, slice, wakeNanos);
        var (until, whole) = (Int128.Zero, Int128.Zero);
        for (var i = 0; i < slices; i++)
        {
            whole += plan.Weights[i];
            if (i <= slice)
                until += plan.Weights[i];
        }

        var target = slice == slices - 1 ? parent.Quantity : instrument.FloorToLot(instrument.Quantity((long)(parent.Quantity.Units * until / whole)));
        var due = target - now.Filled - now.Open;
        return (due, due, slice, wakeNanos);
    }

    private static (Quantity Due, Quantity Most, int Child, long WakeNanos) Participate(ParentOrder parent, Instrument instrument, in AlgorithmSituation now)
    {
        var allowed = instrument.Quantity((long)((Int128)now.Volume.Units * parent.Plan.ParticipationPpm / 1_000_000));
        var most = now.Open.IsZero ? Least(allowed, parent.Quantity) - now.Filled : instrument.ZeroQuantity;
        return OneByOne(most.Units <= 0 ? instrument.ZeroQuantity : instrument.FloorToLot(most), parent.Plan.Child, in now, parent.Plan);
    }

    private static (Quantity Due, Quantity Most, int Child, long WakeNanos) OneByOne(Quantity most, Quantity? size, in AlgorithmSituation now, AlgorithmPlan plan) =>
        (size is { } child ? Least(most, child) : most, most, now.LastChild + 1, plan.EndNanos);

    /// <summary>Less, so that what is left after it can still be ordered; where that is too little itself, all that is left, if so much may be sent at all.</summary>
    private static Quantity WithoutDust(Quantity due, Quantity most, Quantity rest, Instrument instrument, in AlgorithmSituation now)
    {
        var left = rest - due;
        if (left.Units <= 0 || !now.IsTooSmall(left, instrument))
            return due;
        var less = instrument.FloorToLot(due - (instrument.Quantity(now.LeastOf(instrument)) - left));
        return (less.Units <= 0 || now.IsTooSmall(less, instrument)) && most >= rest ? rest : less;
    }

    private static Quantity Least(Quantity left, Quantity right) => left <= right ? left : right;

    private static AlgorithmStep Wait(long wakeNanos) => new(AlgorithmMove.Wait, default, -1, wakeNanos);

    private static AlgorithmStep End(string reason) => new(AlgorithmMove.End, default, -1, 0, reason);

    /// <summary>A word that is a function of (seed, slice): the finaliser of SplitMix64 (Steele, Lea, Flood 2014).</summary>
    private static ulong Draw(long seed, int slice)
    {
        var z = unchecked((ulong)seed + (((ulong)slice + 1) * 0x9E3779B97F4A7C15UL));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return z ^ (z >> 31);
    }
}
