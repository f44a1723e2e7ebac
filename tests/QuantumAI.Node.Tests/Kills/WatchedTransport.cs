using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Node.Tests.Kills;

/// <summary>The real transport, which says when an order leaves and when its answer is there, and can stop the whole process in between.</summary>
/// <param name="inner">Sends.</param>
/// <param name="frozenOrder">The how-manieth order finds the process stopped after its signing and before its sending; 0 = none.</param>
internal sealed class WatchedTransport(IRestTransport inner, int frozenOrder) : IRestTransport
{
    private const string OrderPath = "/api/v3/order";
    private const string IdName = "newClientOrderId=";
    private static readonly TimeSpan LateBy = TimeSpan.FromSeconds(3); // beyond the receive window
    private static readonly int StopSignal = OperatingSystem.IsMacOS() ? 17 : 19;
    private int _orders;

    public void Send(RestCall call, Action<RestReply> completed)
    {
        if (call.Method != "POST" || call.Target != OrderPath)
        {
            inner.Send(call, completed);
            return;
        }

        var from = call.Form.IndexOf(IdName, StringComparison.Ordinal) + IdName.Length;
        var id = call.Form[from..].Split('&')[0];
        TraderProcess.Say($"{TraderProcess.Sending}{id}");
        if (Interlocked.Increment(ref _orders) == frozenOrder)
        {
            TraderProcess.Say($"{TraderProcess.Frozen}{id}");
            var signed = Stopwatch.GetTimestamp();
            if (Kill(Environment.ProcessId, StopSignal) != 0)
                throw new InvalidOperationException("the process cannot stop itself");
            while (Stopwatch.GetElapsedTime(signed) < LateBy)
                Thread.Sleep(10); // bounded by LateBy. The signal stops all threads, but not in the same instant: this one must not get by
        }

        inner.Send(call, reply =>
        {
            TraderProcess.Say(string.Create(CultureInfo.InvariantCulture, $"answered {id} {reply.Status}"));
            completed(reply);
        });
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
