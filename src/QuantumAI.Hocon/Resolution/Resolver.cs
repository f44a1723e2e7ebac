using System.Runtime.CompilerServices;
using QuantumAI.Hocon.Parsing;

namespace QuantumAI.Hocon.Resolution;

/// <summary>
/// Resolves substitutions over the whole tree. Each place is evaluated once, on demand and only as far as asked for, so that
/// objects may refer into themselves; a place asked for while it is being evaluated answers with what stood below it.
/// One instance serves one load; not thread-safe.
/// </summary>
internal sealed class Resolver
{
    private readonly HoconLimits _limits;
    private readonly SubstitutionLookup _lookup;
    private readonly Concatenation _concatenation;
    private int _chain;

    public Resolver(HoconLoadOptions options)
    {
        _limits = options.Limits;
        _lookup = new SubstitutionLookup(this, options.Environment);
        _concatenation = new Concatenation(this, options.Limits);
    }

    public HoconValue Resolve(Node root)
    {
        var finisher = new Finisher(this, _limits);
        if (root is ObjectNode node)
        {
            var top = new LazyObject(node.Origin, home: null, [node]);
            _lookup.Root = top;
            return finisher.Finish(top, 1);
        }

        // An array at the root has no paths to look up, so its substitutions see only the environment.
        _lookup.Root = new LazyObject(root.Origin, home: null, []);
        var slot = new LazySlot(_lookup.Root, "", new ArraySegment<object>([root]));
        return finisher.Finish(Evaluate(slot)!, 1);
    }

    /// <summary>The value of a place, or null when undefined.</summary>
    public LazyValue? Evaluate(LazySlot slot)
    {
        if (slot.State == SlotState.Done) return slot.Result;
        if (slot.State == SlotState.InProgress)
            return slot.Owner is null ? null : Evaluate(slot.Below(slot.Index));
        if (++_chain > _limits.MaxSubstitutionChain || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Refuse(slot, $"must depend on at most {_limits.MaxSubstitutionChain} substitutions in a row");
        slot.State = SlotState.InProgress;
        slot.Result = EvaluateStack(slot);
        slot.State = SlotState.Done;
        _chain--;
        return slot.Result;
    }

    /// <summary>The elements of an array as places of their own.</summary>
    public static LazyArray MakeArray(LazySlot slot, HoconOrigin origin, IEnumerable<Node> items) =>
        new(origin, [.. items.Select(i => new LazySlot(slot, i))]);

    /// <summary>One part of a concatenation, or a whole assignment.</summary>
    public LazyValue? EvaluateNode(LazySlot slot, Node node) => node switch
    {
        LiteralNode literal => new LazyScalar(literal.Value),
        ObjectNode => new LazyObject(node.Origin, slot, [node]),
        ArrayNode array => MakeArray(slot, node.Origin, array.Items),
        AppendNode append => _concatenation.Append(slot, append),
        SubstitutionNode substitution => _lookup.Find(slot, substitution),
        ConcatNode concat => _concatenation.Join(slot, concat),
        _ => throw new InvalidOperationException($"no rule for {node.GetType().Name}"),
    };

    private LazyValue? EvaluateStack(LazySlot slot)
    {
        var merged = new List<LazyObject>();
        var at = slot.Items.Count - 1;
        for (; at >= 0; at--)
        {
            slot.Index = at;
            var value = slot.Items[at] is LazySlot inherited ? Evaluate(inherited) : EvaluateNode(slot, (Node)slot.Items[at]);
            if (value is null) continue;
            if (slot.Winner < 0) slot.Winner = at;
            if (value is LazyObject part)
            {
                merged.Add(part);
                continue;
            }

            if (merged.Count > 0) break;
            slot.LostCount = at;
            return value;
        }

        slot.LostCount = at + 1;
        return merged.Count switch { 0 => null, 1 => merged[0], _ => Merge(slot, Enumerable.Reverse(merged)) };
    }

    /// <summary>Merges objects, lowest first, into one that belongs to the slot.</summary>
    public LazyObject Merge(LazySlot slot, IEnumerable<LazyObject> objects)
    {
        // Parts written at this very place are taken apart: their fields are this object's own.
        var parts = objects.ToList();
        var contributors = parts.SelectMany(o => ReferenceEquals(o.Home, slot) ? o.Contributors : [o]).ToList();
        var merged = new LazyObject(parts[^1].Origin, slot, contributors);
        return merged.Height <= _limits.MaxSubstitutionChain
            ? merged
            : throw Refuse(slot, $"must inherit through at most {_limits.MaxSubstitutionChain} objects");
    }

    public static HoconException Refuse(LazySlot slot, string rule, string? value = null, HoconOrigin? origin = null) =>
        new(new HoconProblem(origin ?? slot.OriginOf(slot.Index), slot.Describe(), rule, value));
}
