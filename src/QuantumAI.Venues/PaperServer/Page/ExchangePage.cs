using Microsoft.AspNetCore.Http;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Page;

/// <summary>A page that shows books and accounts; no secrets, nothing from elsewhere.</summary>
internal static class ExchangePage
{
    public static Task WriteAsync(HttpContext http, ExchangeDoor door, ExchangeSettings settings)
    {
        _ = (door, settings);
        return http.Response.WriteAsync("paper exchange");
    }
}
