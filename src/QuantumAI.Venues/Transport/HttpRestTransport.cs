using System.Net.Http.Headers;
using System.Text;

namespace QuantumAI.Venues.Transport;

/// <summary>HTTP over sockets that are kept open. Follows no redirect, keeps no cookie.</summary>
/// <remarks>
/// Thread safe. The framework sends a request without a body again when a kept connection ends before its answer begins: what must not be sent twice therefore
/// has its parameters in a body. An address without encryption is taken on the loopback interface only.
/// </remarks>
public sealed class HttpRestTransport : IRestTransport, IDisposable
{
    private const int BodyBytesMost = 64 * 1024 * 1024;
    private const int ConnectionsMost = 32;
    private readonly HttpClient _client;
    private readonly string _keyHeader;

    /// <param name="baseAddress">Scheme, host and port.</param>
    /// <param name="keyHeader">Name of the venue's key header.</param>
    /// <exception cref="ArgumentException">The address is not https, nor http on the loopback interface.</exception>
    public HttpRestTransport(Uri baseAddress, string keyHeader)
    {
        Addresses.RequireSafe(baseAddress, "https", "http");
        _keyHeader = keyHeader;
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            MaxConnectionsPerServer = ConnectionsMost,
            AutomaticDecompression = System.Net.DecompressionMethods.GZip,
        })
        {
            BaseAddress = baseAddress,
            Timeout = Timeout.InfiniteTimeSpan, // each call has its own
            MaxResponseContentBufferSize = BodyBytesMost,
        };
    }

    public void Send(RestCall call, Action<RestReply> completed)
    {
        if (call.Method is "POST" or "PUT" && call.Form.Length == 0)
            throw new ArgumentException("what must not be sent twice must have a body", nameof(call));
        _ = SendAsync(call, completed);
    }

    public void Dispose() => _client.Dispose();

    private async Task SendAsync(RestCall call, Action<RestReply> completed)
    {
        RestReply reply;
        try
        {
            using var patience = new CancellationTokenSource(call.Patience);
            using var request = RequestOf(call);
            using var response = await _client.SendAsync(request, patience.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(patience.Token).ConfigureAwait(false);
            reply = new RestReply((int)response.StatusCode, body, HeadersOf(response));
        }
        catch (OperationCanceledException)
        {
            reply = RestReply.Unanswered($"no answer within {call.Patience.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            reply = RestReply.Unanswered($"no encrypted connection could be made, perhaps it is an http address ({failure.GetBaseException().Message})");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or ObjectDisposedException)
        {
            reply = RestReply.Unanswered(failure.Message);
        }

        completed(reply);
    }

    private HttpRequestMessage RequestOf(RestCall call)
    {
        var request = new HttpRequestMessage(new HttpMethod(call.Method), call.Target);
        if (call.Key is { } key)
            request.Headers.TryAddWithoutValidation(_keyHeader, Encoding.UTF8.GetString(key.Reveal()));
        if (call.Form.Length > 0)
            request.Content = new StringContent(call.Form, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        return request;
    }

    private static Dictionary<string, string> HeadersOf(HttpResponseMessage response)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in response.Headers)
            headers[name.ToLowerInvariant()] = string.Join(',', values);
        return headers;
    }
}
