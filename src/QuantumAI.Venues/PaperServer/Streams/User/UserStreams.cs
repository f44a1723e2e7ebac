using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Streams.Api;
using QuantumAI.Venues.PaperServer.Streams.Market;

namespace QuantumAI.Venues.PaperServer.Streams.User;

/// <summary>Tells owners of accounts what happens to them. Sending happens on the exchange's lane, subscribing on any thread.</summary>
internal sealed class UserStreams
{
    private readonly ConcurrentDictionary<string, UserSubscription[]> _byAccount = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _buffer = new(4_096);

    public void Add(UserSubscription subscription) =>
        _byAccount.AddOrUpdate(subscription.Account, static (_, one) => [one], static (_, others, one) => [.. others, one], subscription);

    public void Remove(UserSubscription subscription) => _byAccount.AddOrUpdate(
        subscription.Account, static (_, _) => [], static (_, others, one) => [.. others.Where(other => other != one)], subscription);

    /// <summary>Ends the subscriptions to an account's events, and says so.</summary>
    public void Terminate(string account, long nowNanos)
    {
        if (!_byAccount.TryRemove(account, out var ended))
            return;
        foreach (var subscription in ended)
            subscription.Send(ApiAnswer.BytesOf(json => UserEventJson.Terminated(json, nowNanos, subscription.TimeUnit)));
    }

    public void Hear(ExchangeState state, IReadOnlyList<ExchangeEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i] is AccountEvent told
                && _byAccount.TryGetValue(state.Venue.Accounts[told.Account - 1].Name, out var listeners) && listeners.Length > 0)
                Tell(listeners, told);
        }
    }

    private void Tell(UserSubscription[] listeners, AccountEvent told)
    {
        Send(listeners, told, Write);
        if (told is TransferTold)
            Send(listeners, told, static (json, moved, unit) => UserEventJson.Position(
                json, [(((TransferTold)moved).Asset, ((TransferTold)moved).Balance)], moved.TimeNanos, unit));
    }

    private void Send(UserSubscription[] listeners, AccountEvent told, Action<Utf8JsonWriter, AccountEvent, long> write)
    {
        foreach (var unit in (ReadOnlySpan<long>)[UnixNanos.PerMillisecond, UnixNanos.PerMicrosecond])
        {
            if (!Array.Exists(listeners, listener => listener.TimeUnit == unit))
                continue;
            _buffer.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(_buffer, StreamText.Writing))
                write(json, told, unit);
            foreach (var listener in listeners)
            {
                if (listener.TimeUnit == unit)
                    listener.Send(_buffer.WrittenSpan);
            }
        }
    }

    private static void Write(Utf8JsonWriter json, AccountEvent told, long unit)
    {
        switch (told)
        {
            case OrderTold order:
                UserEventJson.Execution(json, order, unit);
                break;
            case ListTold list:
                UserEventJson.List(json, list, unit);
                break;
            case BalancesTold balances:
                UserEventJson.Position(json, balances.Balances.Select(row => (row.Asset, row.Balance)), told.TimeNanos, unit);
                break;
            case TransferTold transfer:
                UserEventJson.Transfer(json, transfer, unit);
                break;
            default:
                throw new NotSupportedException($"an account's {told.GetType().Name} has no form on the stream");
        }
    }
}
