using QuantumAI.Domain;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Explain;

/// <summary>Folds an account's stream and keeps what belongs to one order or one denial: the second of two passes.</summary>
/// <remarks>Cost grows with the stream up to the order's last event, memory with the order's own events and the account's state.</remarks>
public sealed class OrderStoryReader
{
    private readonly JournalInstruments _instruments;
    private readonly Account _account;
    private readonly string? _clientOrderId;
    private readonly string? _listId;
    private readonly List<StoryEvent> _events = [];
    private readonly SortedDictionary<string, Money> _fees = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, StorySibling> _list = new(StringComparer.Ordinal);
    private OrderApproved? _approval;
    private BooksAfter? _before;
    private string? _venueOrderId;
    private Money _realised;

    private OrderStoryReader(IReadOnlyDictionary<string, Instrument> configured, string? clientOrderId, string? listId)
    {
        _instruments = new JournalInstruments(configured);
        _account = new Account(_instruments.Known);
        (_clientOrderId, _listId) = (clientOrderId, listId);
    }

    /// <summary>The life of one order.</summary>
    /// <param name="stream">The account's stream from its first event on.</param>
    /// <param name="index">What it holds; the fold goes no further than the index did.</param>
    /// <param name="clientOrderId">One of the index.</param>
    /// <param name="configured">Instruments as the configuration knows them.</param>
    /// <exception cref="InvalidDataException">An event cannot be read, or cannot have happened: the journal is damaged.</exception>
    public static OrderStory ReadOrder(
        IEnumerable<StoredEvent> stream, OrderIndex index, string clientOrderId, IReadOnlyDictionary<string, Instrument> configured)
    {
        var reader = new OrderStoryReader(configured, clientOrderId, index.ListOf(clientOrderId));
        foreach (var stored in stream.TakeWhile(stored => stored.Sequence <= index.EndOf(clientOrderId)))
            reader.Take(stored);
        var last = reader._events[^1].Order!;
        return new OrderStory(
            reader._account.Name, last, reader._venueOrderId, reader._approval, reader._events[0].Event as OrderIntended, reader._before!,
            reader._events, reader._realised, reader._fees, [.. reader._list.Values.OrderBy(other => other.Place)]);
    }

    /// <summary>The denial at a place of the stream.</summary>
    /// <exception cref="InvalidDataException">An event cannot be read, or cannot have happened: the journal is damaged.</exception>
    /// <exception cref="OrderNotFoundException">The event there is no denial.</exception>
    public static DenialStory ReadDenial(IEnumerable<StoredEvent> stream, long sequence, IReadOnlyDictionary<string, Instrument> configured)
    {
        var reader = new OrderStoryReader(configured, null, null);
        var (number, last, byRule) = (0L, 0L, new Dictionary<string, long>(StringComparer.Ordinal));
        foreach (var stored in stream.TakeWhile(stored => stored.Sequence <= sequence))
        {
            var accountEvent = reader.Take(stored);
            last = stored.Sequence;
            if (accountEvent is OrderDenied or OrderReleaseDenied)
                number++;
            if (accountEvent is not OrderDenied denied)
                continue;
            byRule[denied.Rule] = byRule.GetValueOrDefault(denied.Rule) + 1;
            if (stored.Sequence == sequence)
            {
                return new DenialStory(
                    stored, denied, reader._account.Name, reader._account.BaseCurrency, reader._account.Risk,
                    BooksAfter.Of(reader._account, denied.AgentId, denied.Symbol), number, byRule[denied.Rule]);
            }
        }

        throw new OrderNotFoundException(last == sequence
            ? $"the event at sequence {sequence} is neither about an order nor a denial"
            : $"there is no event at sequence {sequence}: the account's last is {last}");
    }

    /// <summary>The order that an event is about, its intent and approval included; null when it is about none.</summary>
    public static string? OrderOf(AccountEvent accountEvent) => accountEvent switch
    {
        OrderApproved approved => approved.ClientOrderId,
        OrderIntended intended => intended.ClientOrderId,
        OrderAdopted adopted => adopted.ClientOrderId,
        _ => OrderEvents.MovedOrderOf(accountEvent),
    };

    private AccountEvent Take(StoredEvent stored)
    {
        var accountEvent = AccountEventCodec.Instance.Decode(stored);
        try
        {
            _instruments.Learn(accountEvent);
            var isOurs = _clientOrderId is not null && OrderOf(accountEvent) == _clientOrderId;
            var before = isOurs ? BooksBefore(accountEvent) : null;
            _account.Apply(accountEvent, stored.Data.TimeNanos);
            if (isOurs)
                Tell(stored, accountEvent, before);
            else if (OrderOf(accountEvent) is { } other)
                TellSibling(other);
            return accountEvent;
        }
        catch (Exception broken) when (broken is InvariantViolationException or KeyNotFoundException or OverflowException or NotSupportedException)
        {
            throw new InvalidDataException(
                $"stream {stored.Stream}, sequence {stored.Sequence}: {stored.Data.Type} cannot have happened there: {broken.Message}", broken);
        }
    }

    private BooksAfter? BooksBefore(AccountEvent accountEvent) => accountEvent switch
    {
        OrderIntended intended => BooksAfter.Of(_account, intended.AgentId, intended.Symbol),
        OrderAdopted adopted => BooksAfter.Of(_account, adopted.AgentId, adopted.Symbol),
        OrderApproved => null,
        _ => _account.Orders.TryGetValue(_clientOrderId!, out var order) ? BooksAfter.Of(_account, order.AgentId, order.Symbol) : null,
    };

    private void Tell(StoredEvent stored, AccountEvent accountEvent, BooksAfter? before)
    {
        if (accountEvent is OrderApproved approved)
        {
            _approval = approved;
            return;
        }

        var order = _account.Orders[_clientOrderId!];
        var books = BooksAfter.Of(_account, order.AgentId, order.Symbol);
        _before ??= before;
        _venueOrderId = accountEvent switch
        {
            OrderAccepted accepted => accepted.VenueOrderId,
            OrderAdopted adopted => adopted.VenueOrderId,
            _ => _venueOrderId,
        };
        if (accountEvent is OrderFilled filled)
        {
            _fees[filled.FeeAsset] = _fees.GetValueOrDefault(filled.FeeAsset) + filled.Fee;
            _realised += books.RealisedSince(before!);
        }

        var nanos = stored.Data.TimeNanos;
        _events.Add(new StoryEvent(
            stored, accountEvent, _events.Count == 0 ? null : nanos - _events[^1].Stored.Data.TimeNanos,
            _events.Count == 0 ? 0 : nanos - _events[0].Stored.Data.TimeNanos, order, books));
    }

    private void TellSibling(string clientOrderId)
    {
        if (_listId is not null && _account.Orders.TryGetValue(clientOrderId, out var order) && order.List is { } list && list.ListId == _listId)
            _list[clientOrderId] = new StorySibling(clientOrderId, list.Place, order.Terms, order.Status);
    }
}
