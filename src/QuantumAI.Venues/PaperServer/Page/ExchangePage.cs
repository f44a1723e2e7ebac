using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Calls;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Page;

/// <summary>A page that shows books, balances and open orders and loads itself again every two seconds; no keys, no script, nothing from elsewhere.</summary>
internal static class ExchangePage
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private const string Head = """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>Paper exchange</title><style>
        :root{color-scheme:light dark}body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem}
        h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:1.6rem 0 .4rem}p{margin:.2rem 0 0;opacity:.75}
        .row{display:flex;flex-wrap:wrap;gap:2.5rem}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
        th,td{padding:.16rem .9rem .16rem 0;text-align:right}th{font-weight:600;opacity:.7;border-bottom:1px solid color-mix(in srgb,currentColor 25%,transparent)}
        th:first-child,td:first-child{text-align:left}.bid{color:#15803d}.ask{color:#b91c1c}
        @media(prefers-color-scheme:dark){.bid{color:#4ade80}.ask{color:#f87171}}
        </style></head><body>
        """;

    /// <summary>Writes the page; when the exchange has no time for it, only that.</summary>
    public static async Task WriteAsync(HttpContext http, ExchangeDoor door, long nowNanos)
    {
        var reply = await door.SendAsync(new ExchangeRequest(OverviewCall.Instance, new RequestParameters([])) { SentNanos = nowNanos }).ConfigureAwait(false);
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsync(Render(reply)).ConfigureAwait(false);
    }

    private static string Render(CallReply reply)
    {
        var page = new StringBuilder(Head);
        if (reply.Error is { } error)
            return page.Append("<h1>Paper exchange</h1><p>").Append(Safe(error.Message)).Append("</p></body></html>").ToString();
        using var document = JsonDocument.Parse(reply.Body);
        var root = document.RootElement;
        page.Append("<h1>Paper exchange</h1><p>").Append(Safe(root.GetProperty("time").GetString())).Append(" · made-up money, nothing here is real</p><div class=\"row\">");
        foreach (var book in root.GetProperty("books").EnumerateArray())
            Book(page, book);
        page.Append("</div>");
        foreach (var account in root.GetProperty("accounts").EnumerateArray())
            Account(page, account);
        return page.Append("</body></html>").ToString();
    }

    private static void Book(StringBuilder page, JsonElement book)
    {
        page.Append("<section><h2>").Append(Safe(book.GetProperty("symbol").GetString())).Append(" · ").Append(Safe(book.GetProperty("last").GetString()))
            .Append("</h2><table><tr><th>price</th><th>quantity</th></tr>");
        foreach (var level in book.GetProperty("asks").EnumerateArray().Reverse())
            Cells(page, level, "ask");
        foreach (var level in book.GetProperty("bids").EnumerateArray())
            Cells(page, level, "bid");
        page.Append("</table></section>");
    }

    private static void Account(StringBuilder page, JsonElement account)
    {
        page.Append("<h2>Account ").Append(Safe(account.GetProperty("name").GetString())).Append("</h2><div class=\"row\"><section><table><tr><th>asset</th><th>free</th><th>locked</th></tr>");
        foreach (var balance in account.GetProperty("balances").EnumerateArray())
            Cells(page, balance, "");
        page.Append("</table></section><section>");
        var count = account.GetProperty("openCount").GetInt32();
        if (count == 0)
            page.Append("<p>no open orders</p>");
        else
        {
            page.Append("<table><tr><th>order</th><th>symbol</th><th>side</th><th>type</th><th>price</th><th>quantity</th><th>filled</th></tr>");
            foreach (var order in account.GetProperty("orders").EnumerateArray())
                Cells(page, order, "");
            page.Append("</table>");
            var shown = account.GetProperty("orders").GetArrayLength();
            if (count > shown)
                page.Append("<p>and ").Append(count - shown).Append(" more</p>");
        }

        page.Append("</section></div>");
    }

    private static void Cells(StringBuilder page, JsonElement cells, string style)
    {
        page.Append("<tr>");
        foreach (var cell in cells.EnumerateArray())
        {
            page.Append("<td class=\"").Append(style).Append("\">").Append(Safe(cell.GetString())).Append("</td>");
            style = "";
        }

        page.Append("</tr>");
    }

    private static string Safe(string? text) => WebUtility.HtmlEncode(text ?? "");
}
