using System.Net;
using Microsoft.AspNetCore.Http;
using QuantumAI.Venues.PaperServer.Rest;
using QuantumAI.Venues.PaperServer.Streams.Frames;

namespace QuantumAI.Venues.PaperServer.Streams;

/// <summary>The hub's WebSockets: hand-shake, reading and writing of each connection.</summary>
internal sealed class StreamServer(StreamHub hub, SocketSettings settings, Func<long> nowNanos)
{
    private long _slowReaders;

    /// <summary>Clients that were cut because they did not read.</summary>
    public long SlowReaders => Interlocked.Read(ref _slowReaders);

    /// <summary>Serves a connection until it ends, if the path is one of the hub's.</summary>
    public bool TryServe(HttpContext http, out Task served)
    {
        var path = http.Request.Path.Value ?? "";
        var isMine = StreamHub.IsMine(path);
        served = isMine ? ServeAsync(http, path) : Task.CompletedTask;
        return isMine;
    }

    private async Task ServeAsync(HttpContext http, string path)
    {
        var now = nowNanos();
        var address = (http.Connection.RemoteIpAddress ?? IPAddress.None).ToString();
        var admission = hub.Admit(path, http.Request.QueryString.Value ?? "", address, now);
        if (admission is { Status: > 0, Error: { } error })
        {
            await RestAnswer.ErrorAsync(http.Response, admission.Status, error).ConfigureAwait(false);
            return;
        }

        if (admission.Status > 0)
        {
            http.Response.StatusCode = admission.Status;
            return;
        }

        using var socket = new ClientSocket(settings, http.Abort, now);

        // The client hears from the moment on at which it sees that it is connected.
        var session = hub.Begin(admission, socket, now);
        try
        {
            if (await Handshake.AcceptAsync(http).ConfigureAwait(false) is { } wire)
                await RunAsync(session, socket, wire, http.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            session.End();
        }
    }

    /// <summary>Reads and writes until the connection ends, whoever ends it.</summary>
    private async Task RunAsync(ISession session, ClientSocket socket, System.IO.Stream wire, CancellationToken aborted)
    {
        var number = hub.Enter(session);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var writing = Quietly(socket.WriteAsync(wire, stop.Token));
        try
        {
            await Quietly(ReadAsync(session, socket, new FrameReader(wire, settings.MessageBytesMax), stop.Token)).ConfigureAwait(false);

            // Whoever said goodbye is answered; whoever vanished is not waited for.
            socket.Close(CloseReason.Normal, "", nowNanos());
            await writing.ConfigureAwait(false);
        }
        finally
        {
            hub.Leave(number);
            if (socket.WasTooSlow)
                Interlocked.Increment(ref _slowReaders);
            await stop.CancelAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(ISession session, ClientSocket socket, FrameReader reader, CancellationToken stop)
    {
        try
        {
            while (!socket.IsCut)
            {
                var frame = await reader.ReadAsync(stop).ConfigureAwait(false);
                if (frame.Kind == FrameKind.Close)
                    return;
                SessionRules.Count(session, nowNanos());
                Hear(session, socket, frame);
            }
        }
        catch (FrameFaultException fault)
        {
            socket.Close(fault.Reason, fault.Message, nowNanos());
        }
    }

    private void Hear(ISession session, ClientSocket socket, Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Ping:
                socket.SendPong(frame.Payload.Span);
                break;
            case FrameKind.Pong:
                socket.HearPong(frame.Payload.Span);
                break;
            default:
                session.Hear(frame, nowNanos());
                break;
        }
    }

    /// <summary>A broken connection is an end like any other.</summary>
    private static async Task Quietly(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception broken) when (broken is System.IO.IOException or OperationCanceledException or ObjectDisposedException or Microsoft.AspNetCore.Connections.ConnectionAbortedException)
        {
            // Nobody is there to be told.
        }
    }
}
