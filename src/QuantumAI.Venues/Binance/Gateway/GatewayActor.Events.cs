using System.Globalization;
using QuantumAI.Domain.Market;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Contract;

namespace QuantumAI.Venues.Binance.Gateway;

/// <content>What the venue tells unasked.</content>
public sealed partial class GatewayActor
{
    private const int StrangersMost = 10_000;

    /// <summary>Ids that were asked for, that this process did not place and that the venue has not found yet.</summary>
    private readonly Dictionary<string, AbsenceProof> _strangers = new(StringComparer.Ordinal);

    /// <summary>Orders of others that are being looked at, and whether more was heard of them meanwhile.</summary>
    private readonly Dictionary<(string Symbol, long OrderId), bool> _news = [];

    private void HearEvent(UserEvent happened)
    {
        switch (happened)
        {
            case ExecutionReport report:
                HearExecution(report);
                break;
            case BalanceUpdate update:
                // The venue numbers no transfers: what it tells of one, times included, names it.
                _follower?.TellReserved(new VenueTransferred(update.Asset, update.Delta, string.Create(
                    CultureInfo.InvariantCulture, $"{update.Asset}-{update.Delta}-{update.ClearNanos / UnixNanos.PerMillisecond}-{update.EventNanos / UnixNanos.PerMillisecond}")));
                break;
            case ExternalLockUpdate locked:
                notify(new VenueNotice(IsAlarm: false, $"{locked.Delta} {locked.Asset} were locked or unlocked by something else than an order"));
                break;
            case UnknownUserEvent unknown:
                Miss($"the venue sent an event that is not known here: {Payload.Shown(System.Text.Encoding.UTF8.GetBytes(unknown.Name))}");
                break;
            default:
                break; // balances and lists: what matters of them comes with the orders, and is compared
        }
    }

    private void HearExecution(ExecutionReport report)
    {
        var id = ExecutionReading.ClientIdOf(report);
        if (InstrumentOf(report.Symbol) is not { } instrument)
            return; // of a symbol that is not traded here: what it does is seen in the balances
        if (_tracker.Find(id) is not { Listener: not null } order)
        {
            LookAtNews(report.Symbol, report.OrderId);
            return;
        }

        var reading = ExecutionReading.Of(report, order.Known, instrument);
        foreach (var told in reading.Reports)
            Tell(id, told);
        if (reading.AsksWhy is { } why)
        {
            notify(new VenueNotice(IsAlarm: false, $"{id} is looked at: {why}"));
            Look(id, order);
        }
        else if (report.Status.Value == SpotOrderStatus.Filled)
        {
            _tracker.End(id);
        }
    }

    /// <summary>An order that nobody here placed, or an earlier process: it is told whole.</summary>
    private void LookAtNews(string symbol, long orderId)
    {
        if (_news.ContainsKey((symbol, orderId)))
        {
            _news[(symbol, orderId)] = true;
            return;
        }

        _news[(symbol, orderId)] = false;
        Search(new OrderSearch(null, orderId, [symbol], null, TriesLeft: TriesMost));
    }

    private void HearNews(OrderSearch search, VenueOrderState state)
    {
        _follower?.TellReserved(state);
        if (search.OrderId is { } number && _news.Remove((search.Symbols[0], number), out var isOld) && isOld)
            LookAtNews(search.Symbols[0], number);
    }
}
