using System.Text;
using QuantumAI.Hocon.Parsing;

namespace QuantumAI.Hocon.Resolution;

/// <summary>Joins the parts of a concatenation: scalars to a string, arrays to an array, objects to a merged object.</summary>
internal sealed class Concatenation(Resolver resolver, HoconLimits limits)
{
    public LazyValue? Join(LazySlot slot, ConcatNode node)
    {
        var parts = new List<(Node Node, LazyValue Value)>();
        foreach (var part in node.Parts)
            if (resolver.EvaluateNode(slot, part) is { } value) parts.Add((part, value));

        // Whitespace counts between strings only, and never makes a value out of undefined parts.
        var solid = parts.Where(p => p.Node is not LiteralNode { IsBlank: true }).Select(p => p.Value).ToList();
        if (solid.Count == 0) return null;
        if (solid.TrueForAll(v => v is LazyScalar)) return JoinText(slot, node, parts.Select(p => (LazyScalar)p.Value));
        if (solid.TrueForAll(v => v is LazyObject)) return resolver.Merge(slot, solid.Cast<LazyObject>());
        if (solid.Exists(v => v is LazyArray)) return JoinArrays(slot, node.Origin, solid);
        throw Mixed(slot, node.Origin, solid);
    }

    public LazyArray Append(LazySlot slot, AppendNode node)
    {
        var added = Resolver.MakeArray(slot, node.Origin, node.Items);
        var before = slot.Index == 0 ? null : resolver.Evaluate(slot.Below(slot.Index));
        return before is null ? added : JoinArrays(slot, node.Origin, [before, added]);
    }

    private LazyScalar JoinText(LazySlot slot, ConcatNode node, IEnumerable<LazyScalar> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            if (text.Length + part.Text.Length > limits.MaxStringChars)
                throw Resolver.Refuse(slot, $"must have at most {limits.MaxStringChars} characters", null, node.Origin);
            text.Append(part.Text);
        }

        return new LazyScalar(new HoconString(text.ToString(), node.Origin));
    }

    private LazyArray JoinArrays(LazySlot slot, HoconOrigin origin, List<LazyValue> parts)
    {
        var elements = new List<LazySlot>();
        foreach (var part in parts)
        {
            elements.AddRange(part switch
            {
                LazyArray array => array.Elements,
                LazyObject o when Indexed(o) is { Count: > 0 } indexed => indexed,
                _ => throw Mixed(slot, origin, parts),
            });
            if (elements.Count > limits.MaxValues)
                throw Resolver.Refuse(slot, $"must have at most {limits.MaxValues} elements", null, origin);
        }

        return new LazyArray(origin, elements);
    }

    private static List<LazySlot> Indexed(LazyObject o) =>
        [.. o.Keys.Where(HoconObject.IsIndex).OrderBy(HoconObject.Index).Select(o.Slot).OfType<LazySlot>()];

    private static HoconException Mixed(LazySlot slot, HoconOrigin origin, IEnumerable<LazyValue> parts) =>
        Resolver.Refuse(slot, "must concatenate only strings, only arrays or only objects", string.Join(" with ", parts.Select(Kind)), origin);

    private static string Kind(LazyValue value) =>
        value switch { LazyArray => "an array", LazyObject => "an object", _ => $"{value.Finished!.KindName} {value.Finished.ScalarText}" };
}
