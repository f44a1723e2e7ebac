using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Portfolio;

namespace QuantumAI.Domain.Orders;

/// <summary>The reason of an exit that follows a late fill: <c>late fill of ORDER</c>. It ties the exit to the entry in the journal.</summary>
public static class LateExit
{
    private const string Words = "late fill of ";

    public static string ReasonOf(string entryId) => Words + entryId;

    /// <summary>The entry's client order id; false for the reason of any other order.</summary>
    public static bool TryParse(string? reason, out string entryId)
    {
        var isOne = reason?.StartsWith(Words, StringComparison.Ordinal) == true && reason.Length > Words.Length;
        entryId = isOne ? reason![Words.Length..] : "";
        return isOne;
    }
}

/// <summary>Entries whose dependent orders are held here, and what a fill told after their end brought without an exit. Folded from the account's events; belongs to its account.</summary>
/// <remarks>
/// When an entry ends its exits are made to what it has brought, or end with it; a fill that is told later finds them smaller or gone.
/// Bounded: an entry is forgotten with its order.
/// </remarks>
public sealed class LateEntries
{
    private readonly Dictionary<string, List<OrderTerms>> _exits = [];
    private readonly SortedDictionary<string, Quantity> _covered = new(StringComparer.Ordinal);

    /// <summary>Client order ids of the entries that were filled after their end.</summary>
    public IReadOnlyCollection<string> Ids => _covered.Keys;

    /// <summary>True for an entry that was filled after its end.</summary>
    public bool Has(string entryId) => _covered.ContainsKey(entryId);

    /// <summary>The exits as they were intended, each for what late fills brought and nothing covers yet; none when all is covered.</summary>
    /// <param name="entryId">The entry.</param>
    /// <param name="brought">What it brought so far.</param>
    /// <param name="held">What its agent holds of the symbol in the direction of the entry: nothing more is to be exited.</param>
    /// <param name="instrument">The instrument.</param>
    public IReadOnlyList<OrderTerms> Missing(string entryId, Quantity brought, Quantity held, Instrument instrument)
    {
        if (!_covered.TryGetValue(entryId, out var covered) || !_exits.TryGetValue(entryId, out var exits))
            return [];
        var due = new List<OrderTerms>(exits.Count);
        foreach (var exit in exits)
        {
            var lacking = Lesser(brought, exit.Quantity) - covered;
            var quantity = instrument.FloorToLot(exit.IsReduceOnly ? Lesser(lacking, held) : lacking);
            if (quantity.Units > 0 && !instrument.IsDust(quantity))
                due.Add(exit with { Quantity = quantity });
        }

        return due.Count == exits.Count ? due : [];
    }

    internal void Intend(OrderIntended intended)
    {
        if (intended is { Held: true, List: { } place } && place.IsChild())
            (_exits.TryGetValue(place.ListId, out var exits) ? exits : _exits[place.ListId] = []).Add(intended.AllTerms());
        if (intended.List is null or { Place: 0 } && LateExit.TryParse(intended.Reason, out var entry) && _covered.TryGetValue(entry, out var covered))
            _covered[entry] = covered + intended.Quantity;
    }

    /// <summary>A fill of an order that has ended.</summary>
    /// <param name="entryId">The order.</param>
    /// <param name="before">What it had brought before this fill: its exits were made for that.</param>
    /// <param name="instrument">The instrument.</param>
    internal void FillLate(string entryId, Quantity before, Instrument instrument)
    {
        if (_exits.TryGetValue(entryId, out var exits) && !_covered.ContainsKey(entryId))
            _covered[entryId] = instrument.IsDust(before) ? instrument.ZeroQuantity : instrument.FloorToLot(Lesser(before, exits[0].Quantity));
    }

    internal void Forget(string entryId)
    {
        _exits.Remove(entryId);
        _covered.Remove(entryId);
    }

    private static Quantity Lesser(Quantity left, Quantity right) => left < right ? left : right;
}
