using System.Runtime.CompilerServices;

namespace QuantumAI.Hocon.Resolution;

/// <summary>Builds the immutable tree from lazy values, with each value's history, and finds values that contain themselves.</summary>
internal sealed class Finisher(Resolver resolver, HoconLimits limits)
{
    public HoconValue Finish(LazyValue value, int depth)
    {
        if (value.Finished is { } done) return done;
        if (depth > limits.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw TooDeep(value);
        value.Finishing = true;
        HoconValue finished = value switch
        {
            LazyArray array => FinishArray(array, depth),
            LazyObject o => FinishObject(o, depth),
            _ => throw new InvalidOperationException("a scalar is finished from the start"),
        };
        value.Finishing = false;
        if (finished.Depth > limits.MaxDepth) throw TooDeep(value);
        if (finished.ValueCount > limits.MaxValues) throw TooLarge(value, $"{limits.MaxValues} values");
        if (finished.TextChars > limits.MaxTotalChars) throw TooLarge(value, $"{limits.MaxTotalChars} characters");
        value.Finished = finished;
        return finished;
    }

    private HoconArray FinishArray(LazyArray array, int depth)
    {
        var items = new List<HoconValue>();
        foreach (var slot in array.Elements)
            if (FinishSlot(slot, depth) is { } item) items.Add(item);
        return new HoconArray(items, array.Origin);
    }

    private HoconObject FinishObject(LazyObject o, int depth)
    {
        var fields = new List<KeyValuePair<string, HoconValue>>();
        foreach (var key in o.Keys)
            if (o.Slot(key) is { } slot && FinishSlot(slot, depth) is { } field) fields.Add(new(key, field));
        return new HoconObject(fields, o.Origin);
    }

    private HoconValue? FinishSlot(LazySlot slot, int depth)
    {
        if (resolver.Evaluate(slot) is not { } value) return null;
        if (value.Finishing)
        {
            // An optional substitution that would contain itself counts as undefined.
            if (slot.Items[slot.Winner] is Parsing.SubstitutionNode { Optional: true })
                return slot.Owner is null ? null : FinishSlot(slot.Below(slot.Winner), depth);
            throw new HoconException(new HoconProblem(
                slot.OriginOf(slot.Winner), slot.Describe(), "must not contain itself", slot.DescribeItem(slot.Winner)));
        }

        var finished = Finish(value, depth + 1);
        var setAt = slot.OriginOf(slot.Winner);
        var overridden = Enumerable.Range(0, slot.LostCount).Reverse()
            .Select(i => new HoconOverride(slot.OriginOf(i), slot.DescribeItem(i))).ToList();
        return overridden.Count == 0 && finished.SetAt == setAt && finished.Overridden.Count == 0
            ? finished
            : finished.WithHistory(new HoconHistory(setAt, overridden));
    }

    private static HoconException TooLarge(LazyValue value, string most) =>
        new(new HoconProblem(value.Origin, null, $"a configuration must have at most {most}", null));

    private HoconException TooDeep(LazyValue value) =>
        new(new HoconProblem(value.Origin, null, $"nesting must be at most {limits.MaxDepth} levels", null));
}
