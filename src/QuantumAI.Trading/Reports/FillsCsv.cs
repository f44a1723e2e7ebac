using System.Globalization;
using QuantumAI.Domain.Market;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Reports;

/// <summary>One row per fill in the order of the account's events; every number is exact. <c>time</c> is ours, <c>venue_time</c> the venue's.</summary>
public static class FillsCsv
{
    public const string Header =
        "time,venue_time,trade_id,client_order_id,agent,symbol,side,price,quantity,quote_quantity,quote_asset,fee,fee_asset";

    /// <summary>RFC 4180 with CRLF; the header is there without a fill, too.</summary>
    public static void Write(TextWriter writer, SessionReport session)
    {
        writer.Write(Header + "\r\n");
        var row = new CsvRow(writer);
        foreach (var (nanos, order, fill) in session.Fills)
        {
            row.Value(UnixNanos.FormatIso(nanos)).Value(UnixNanos.FormatIso(fill.VenueNanos))
                .Value(fill.TradeId.ToString(CultureInfo.InvariantCulture)).Text(order.ClientOrderId).Text(order.AgentId).Text(order.Symbol)
                .Value(order.Side.ToString()).Value(fill.Price.ToString()).Value(fill.Quantity.ToString()).Value(fill.QuoteQuantity.ToString())
                .Text(session.Account.Instruments[order.Symbol].QuoteAsset).Value(fill.Fee.ToString()).Text(fill.FeeAsset).End();
        }
    }
}
