using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Explain;

/// <summary>Which orders and denials an account's stream holds, and where: the first of two passes. Reads ids only.</summary>
public sealed class OrderIndex
{
    private const int MostNamed = 5;
    private readonly List<string> _orders = [];
    private readonly List<(string VenueOrderId, string ClientOrderId)> _venueIds = [];
    private readonly Dictionary<long, string?> _places = [];
    private readonly Dictionary<string, long> _ends = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _lists = new(StringComparer.Ordinal);
    private readonly List<long> _denials = [];
    private long _lastSequence;

    /// <summary>Client order ids, oldest first.</summary>
    public IReadOnlyList<string> Orders => _orders;

    /// <summary>Sequences of the denials, oldest first.</summary>
    public IReadOnlyList<long> Denials => _denials;

    /// <exception cref="InvalidDataException">An event cannot be read.</exception>
    public static OrderIndex Of(IEnumerable<StoredEvent> stream)
    {
        var index = new OrderIndex();
        foreach (var stored in stream)
            index.Add(stored);
        return index;
    }

    /// <summary>The client order id that <paramref name="text"/> names: an id of ours or of the venue, or the beginning of exactly one.</summary>
    /// <exception cref="OrderNotFoundException">No order or several; the message names the nearest.</exception>
    public string Find(string text)
    {
        if (_orders.Contains(text))
            return text;
        if (One(_venueIds.Where(id => id.VenueOrderId == text), text, "is the venue's id of") is { } byVenue)
            return byVenue;
        var beginnings = _orders.Where(id => id.StartsWith(text, StringComparison.Ordinal)).Select(id => (id, id))
            .Concat(_venueIds.Where(id => id.VenueOrderId.StartsWith(text, StringComparison.Ordinal)));
        return One(beginnings, text, "is the beginning of") ?? throw new OrderNotFoundException(Unknown(text));
    }

    /// <summary>The order that the event at a place is about; null when it is about none.</summary>
    public string? OrderAt(long sequence) => _places.GetValueOrDefault(sequence);

    /// <summary>The list that an order is in; null when it is in none.</summary>
    public string? ListOf(string clientOrderId) => _lists.GetValueOrDefault(clientOrderId);

    /// <summary>How far the stream must be read for all of an order: to its last event, and to the stream's end for what became of its list.</summary>
    public long EndOf(string clientOrderId) => _lists.ContainsKey(clientOrderId) ? _lastSequence : _ends[clientOrderId];

    private static string? One(IEnumerable<(string Id, string ClientOrderId)> found, string text, string how)
    {
        var orders = found.Select(id => id.ClientOrderId).Distinct(StringComparer.Ordinal).ToArray();
        if (orders.Length < 2)
            return orders.Length == 0 ? null : orders[0];
        var more = orders.Length > MostNamed ? $" and {orders.Length - MostNamed} more" : "";
        throw new OrderNotFoundException($"“{text}” {how} {orders.Length} orders: {string.Join(", ", orders.Take(MostNamed))}{more}");
    }

    private void Add(StoredEvent stored)
    {
        _lastSequence = stored.Sequence;
        if (stored.Data.Type is nameof(EquityMarked))
            return; // most of a stream, and about no order
        var accountEvent = AccountEventCodec.Instance.Decode(stored);
        switch (accountEvent)
        {
            case OrderIntended intended:
                _orders.Add(intended.ClientOrderId);
                if (intended.List is { } list)
                    _lists[intended.ClientOrderId] = list.ListId;
                break;
            case OrderAdopted adopted:
                _orders.Add(adopted.ClientOrderId);
                _venueIds.Add((adopted.VenueOrderId, adopted.ClientOrderId));
                break;
            case OrderAccepted accepted:
                _venueIds.Add((accepted.VenueOrderId, accepted.ClientOrderId));
                break;
            case OrderDenied or OrderReleaseDenied:
                _denials.Add(stored.Sequence);
                break;
            default:
                break;
        }

        if (OrderStoryReader.OrderOf(accountEvent) is { } order)
            (_places[stored.Sequence], _ends[order]) = (order, stored.Sequence);
    }

    private string Unknown(string text)
    {
        if (_orders.Count == 0)
            return $"there is no order “{text}”: the account has ordered nothing yet";
        var nearest = _orders.Concat(_venueIds.Select(id => id.VenueOrderId)).MinBy(id => (double)Distance(text, id) / Math.Max(text.Length, id.Length))!;
        var told = _venueIds.FirstOrDefault(id => id.VenueOrderId == nearest) is { ClientOrderId: { } own } ? $"{nearest} (the venue's id of {own})" : nearest;
        return $"there is no order “{text}” among {_orders.Count}; the nearest is {told}";
    }

    /// <summary>How many characters must be put in, taken out or changed to make one text of the other (Levenshtein, 1965).</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}

/// <summary>A text names no order, or several.</summary>
public sealed class OrderNotFoundException(string message) : Exception(message);
