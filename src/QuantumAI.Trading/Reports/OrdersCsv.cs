using QuantumAI.Domain.Market;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Reports;

/// <summary>One row per order in its last state, by intent; quantities and sums are exact, the average price is empty without a fill.</summary>
public static class OrdersCsv
{
    public const string Header =
        "client_order_id,agent,symbol,side,type,status,reduce_only,quantity,filled,quote_filled,quote_asset,average_price,intended_time,updated_time,reason";

    /// <summary>RFC 4180 with CRLF; the header is there without an order, too.</summary>
    public static void Write(TextWriter writer, SessionReport session)
    {
        writer.Write(Header + "\r\n");
        var row = new CsvRow(writer);
        foreach (var order in session.Orders)
        {
            row.Text(order.ClientOrderId).Text(order.AgentId).Text(order.Symbol)
                .Value(order.Side.ToString()).Value(order.Type.ToString()).Value(order.Status.ToString()).Value(order.ReduceOnly ? "true" : "false")
                .Value(order.Quantity.ToString()).Value(order.Filled.ToString()).Value(order.QuoteFilled.ToString())
                .Text(session.Account.Instruments[order.Symbol].QuoteAsset);
            _ = order.Filled.IsZero ? row.Value("") : row.Number(order.AveragePrice);
            row.Value(UnixNanos.FormatIso(order.IntendedNanos)).Value(UnixNanos.FormatIso(order.UpdatedNanos)).Text(order.Reason).End();
        }
    }
}
