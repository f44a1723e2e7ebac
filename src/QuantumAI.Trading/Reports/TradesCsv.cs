using System.Globalization;
using QuantumAI.Domain.Market;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Reports;

/// <summary>One row per closed round trip: ISO 8601 UTC times, exact quantity and profit, average prices as 15 significant digits, the client order ids separated by spaces.</summary>
public static class TradesCsv
{
    public const string Header =
        "agent,symbol,entry_time,exit_time,held_seconds,quantity,entry_price,exit_price,pnl,quote_asset,return_on_cost,entry_reason,exit_reason,order_ids";

    /// <summary>RFC 4180 with CRLF; the header is there without a trade, too.</summary>
    public static void Write(TextWriter writer, SessionReport session)
    {
        writer.Write(Header + "\r\n");
        var row = new CsvRow(writer);
        foreach (var trip in session.RoundTrips)
        {
            row.Text(trip.AgentId).Text(trip.Symbol)
                .Value(UnixNanos.FormatIso(trip.EntryNanos)).Value(UnixNanos.FormatIso(trip.ExitNanos))
                .Value(((decimal)(trip.ExitNanos - trip.EntryNanos) / UnixNanos.PerSecond).ToString("0.#########", CultureInfo.InvariantCulture))
                .Value(trip.Quantity.ToString()).Number(trip.EntryPrice).Number(trip.ExitPrice).Value(trip.Pnl.ToString())
                .Text(session.Account.Instruments[trip.Symbol].QuoteAsset).Number(trip.ReturnOnCost)
                .Text(trip.EntryReason).Text(trip.ExitReason).Text(trip.OrderIds).End();
        }
    }
}
