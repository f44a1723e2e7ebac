using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace QuantumAI.Venues.PaperServer.Streams;

/// <summary>Turns an HTTP request into a WebSocket (RFC 6455, section 4).</summary>
internal static class Handshake
{
    private const string Version = "13";
    private const int KeyBytes = 16;
    private const string Salt = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Answers the request: the connection as a stream of bytes, or null when it was refused.</summary>
    public static async Task<System.IO.Stream?> AcceptAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        if (upgrade is not { IsUpgradableRequest: true } || !HttpMethods.IsGet(context.Request.Method) || !Says(headers.Upgrade, "websocket"))
            return Refuse(context, StatusCodes.Status400BadRequest);
        if (headers.SecWebSocketVersion != Version)
        {
            context.Response.Headers.SecWebSocketVersion = Version;
            return Refuse(context, StatusCodes.Status426UpgradeRequired);
        }

        if (headers.Origin.Count > 0 && !IsLocal(headers.Origin.ToString()))
            return Refuse(context, StatusCodes.Status403Forbidden);
        if (headers.SecWebSocketKey.Count != 1 || AcceptOf(headers.SecWebSocketKey.ToString()) is not { } accept)
            return Refuse(context, StatusCodes.Status400BadRequest);
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketAccept = accept;
        return await upgrade.UpgradeAsync().ConfigureAwait(false);
    }

    private static System.IO.Stream? Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return null;
    }

    /// <summary>A page of another site must not speak to the exchange through its visitor's browser.</summary>
    public static bool IsLocal(string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.IsLoopback;

    private static bool Says(Microsoft.Extensions.Primitives.StringValues header, string word) =>
        header.Any(text => text is not null && text.Split(',', StringSplitOptions.TrimEntries).Contains(word, StringComparer.OrdinalIgnoreCase));

    private static string? AcceptOf(string key)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes + 2];
        if (!Convert.TryFromBase64String(key, bytes, out var written) || written != KeyBytes)
            return null;
#pragma warning disable CA5350 // The protocol prescribes SHA-1 here; it protects nothing.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Salt)));
#pragma warning restore CA5350
    }
}
