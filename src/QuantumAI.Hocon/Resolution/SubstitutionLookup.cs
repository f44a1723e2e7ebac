using QuantumAI.Hocon.Parsing;

namespace QuantumAI.Hocon.Resolution;

/// <summary>
/// Finds the target of a substitution: first seen from the included files it was written in, innermost first, then from the
/// root, then in the environment. A present null ends the search.
/// </summary>
internal sealed class SubstitutionLookup(Resolver resolver, Func<string, string?> environment)
{
    private bool _sawItself;

    public LazyObject Root { get; set; } = null!;

    public LazyValue? Find(LazySlot slot, SubstitutionNode substitution)
    {
        var outer = _sawItself;
        _sawItself = false;
        LazyValue? found = null;
        for (var scope = substitution.Scope; scope is not null && found is null; scope = scope.Outer)
            if (HostOf(slot, scope) is { } host && !ReferenceEquals(host, Root)) found = FollowFrom(host, substitution.Path);

        found ??= Follow(Root, substitution.Path);
        found ??= FromEnvironment(substitution.Path);
        if (found is null && !substitution.Optional)
        {
            throw Resolver.Refuse(
                slot,
                _sawItself
                    ? "must not depend on itself without an earlier value to look back to"
                    : "must refer to a key or an environment variable that exists",
                substitution.Describe(),
                substitution.Origin);
        }

        _sawItself |= outer;
        return found;
    }

    private LazyScalar? FromEnvironment(IReadOnlyList<string> path)
    {
        var name = string.Join('.', path);
        return environment(name) is { } text
            ? new LazyScalar(new HoconString(text, HoconOrigin.Whole($"environment variable {name}")))
            : null;
    }

    /// <summary>The object that contains the include statement, seen upwards from a place inside the included text.</summary>
    private static LazyObject? HostOf(LazySlot slot, IncludeScope scope)
    {
        for (LazySlot? at = slot; at is not null;)
        {
            if (at.Owner is { } owner)
            {
                if (owner.Hosts(scope)) return owner;
                at = owner.Home;
            }
            else
            {
                at = at.ArrayHome;
            }
        }

        return null;
    }

    // A host is looked up again by its path, so that the search sees the final merged object and not a state below it.
    // There are no paths into arrays: a host inside an element is followed from the element's own object.
    private LazyValue? FollowFrom(LazyObject host, IReadOnlyList<string> path)
    {
        var full = new List<string>();
        var start = host;
        for (; start.Home is { Owner: { } owner } home; start = owner) full.Insert(0, home.Key!);
        full.AddRange(path);
        return Follow(start, full);
    }

    private LazyValue? Follow(LazyObject start, IReadOnlyList<string> path)
    {
        LazyValue? at = start;
        foreach (var key in path)
        {
            if (at is not LazyObject o || o.Slot(key) is not { } slot) return null;
            var looksBack = slot.State == SlotState.InProgress;
            at = resolver.Evaluate(slot);
            if (looksBack && at is null) _sawItself = true;
        }

        return at;
    }
}
