using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using QuantumAI.Node.Composition;

namespace QuantumAI.Node.Http;

/// <summary>Status pages on 127.0.0.1: health, members, metrics, positions, orders, account. Reads only; nothing here changes state.</summary>
internal sealed class StatusServer : IAsyncDisposable
{
    private const int PortsTried = 20;
    private readonly WebApplication _application;

    private StatusServer(WebApplication application, int port) => (_application, Port) = (application, port);

    public int Port { get; }

    /// <summary>Starts listening.</summary>
    /// <param name="preferredPort">0 = any free port.</param>
    /// <param name="mayMoveOn">Whether a taken port is answered by the next free one.</param>
    /// <exception cref="UsageException">The port is taken and may not move on.</exception>
    public static async Task<StatusServer> StartAsync(SessionRun run, int preferredPort, bool mayMoveOn)
    {
        for (var attempt = 0; ; attempt++)
        {
            var port = preferredPort == 0 ? 0 : preferredPort + attempt;
            if (port == 0 || IsFree(port))
                return await ListenAsync(run, port).ConfigureAwait(false);
            if (!mayMoveOn)
                RequireFree(port);
            if (attempt == PortsTried || port == IPEndPoint.MaxPort)
                throw new UsageException($"ports {preferredPort} to {port} are taken; choose one with --port N, or --port 0 for any free one");
        }
    }

    /// <summary>Refuses a port that somebody listens on.</summary>
    /// <exception cref="UsageException">It is taken.</exception>
    public static void RequireFree(int port)
    {
        if (port != 0 && !IsFree(port))
            throw new UsageException($"port {port} is taken; choose another with --port N, or --port 0 for any free one");
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync().ConfigureAwait(false);

    private static async Task<StatusServer> ListenAsync(SessionRun run, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxConcurrentConnections = 256;
        });
        var application = builder.Build();
        application.Use(Protect);
        StatusPages.Map(application, run);
        await application.StartAsync().ConfigureAwait(false);
        return new StatusServer(application, new Uri(application.Urls.First()).Port);
    }

    /// <summary>Answers only to local names, so that a web page elsewhere cannot read the account through a name of its own.</summary>
    private static Task Protect(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Host.Host is not ("127.0.0.1" or "localhost"))
        {
            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return Task.CompletedTask;
        }

        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        return next(context);
    }

    private static bool IsFree(int port)
    {
        using var probe = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
        try
        {
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
