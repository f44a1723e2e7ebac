using QuantumAI.Domain.Market;
using QuantumAI.Node.Composition;
using QuantumAI.Trading.Control;
using Spectre.Console;

namespace QuantumAI.Node.Terminal;

/// <summary>What an operator sees while a paper session runs: a live screen on a terminal, plain lines elsewhere. Reads the board only.</summary>
internal sealed class LiveView(SessionRun run, RunOptions options, int port, CancellationTokenSource stop) : IAsyncDisposable
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PlainStatus = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _ended = new();
    private readonly bool _isTerminal = !Console.IsOutputRedirected && !Console.IsInputRedirected && AnsiConsole.Profile.Capabilities.Interactive;
    private readonly OperatorKeys _keys = new(new SessionDesk(run, stop));
    private Task _showing = Task.CompletedTask;
    private LogLine? _lastShown;

    public void Start()
    {
        Console.Error.WriteLine(Opening());
        _showing = _isTerminal ? Task.Run(ShowScreenAsync) : Task.Run(ShowLinesAsync);
    }

    /// <summary>Shows the last state and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await _showing.ConfigureAwait(false);
        _ended.Dispose();
    }

    private string Opening()
    {
        var state = run.IsOver ? "is over; nothing is traded (raise --for, or use a new --data-dir)"
            : run.IsResumed ? $"resumes at {UnixNanos.Format(run.StartNanos)}"
            : $"starts at {UnixNanos.Format(run.StartNanos)}";
        var speed = options.Remote is not null ? "real time" : options.Speed is { } number ? $"speed {number:0.###}×" : "speed as fast as possible";
        var where = options.Remote is { } exchange ? $", market of {exchange.Name}, venue {run.VenueName}, account {options.Settings.Account}" : "";
        return $"{options.Environment} session {state} market time, seed {run.Seed}, {speed}{where}, data in {options.DataDir}\n"
            + $"status: http://127.0.0.1:{port}/" + (options.Port is null && port != options.Settings.HttpPort ? $" (port {options.Settings.HttpPort} is taken)" : "");
    }

    private async Task ShowLinesAsync()
    {
        var sinceStatus = TimeSpan.Zero;
        while (!_ended.IsCancellationRequested)
        {
            await Pause(Refresh).ConfigureAwait(false);
            PrintNews();
            sinceStatus += Refresh;
            if (sinceStatus < PlainStatus)
                continue;
            sinceStatus = TimeSpan.Zero;
            Console.Error.WriteLine($"{UnixNanos.Format(run.Host.Ingest.LastNanos)}  {ScreenText.Headline(run)}");
        }

        PrintNews();
    }

    private void PrintNews()
    {
        var lines = run.Host.Board.Recent.ToArray();
        var from = Array.LastIndexOf(lines, _lastShown) + 1;
        if (from == 0 && _lastShown is { Nanos: var shown })
            from = Math.Max(0, Array.FindIndex(lines, line => line.Nanos >= shown)); // it is gone, and alarms of before it are not news
        for (var i = from; i < lines.Length; i++)
            Console.Error.WriteLine($"{UnixNanos.Format(lines[i].Nanos)}  {lines[i].Text}");
        if (lines.Length > 0)
            _lastShown = lines[^1];
    }

    private async Task ShowScreenAsync()
    {
        await AnsiConsole.Live(ScreenText.Screen(run, options, _keys)).StartAsync(async context =>
        {
            while (!_ended.IsCancellationRequested)
            {
                ReadKeys();
                context.UpdateTarget(ScreenText.Screen(run, options, _keys));
                await Pause(Refresh).ConfigureAwait(false);
            }

            context.UpdateTarget(ScreenText.Screen(run, options, _keys));
        }).ConfigureAwait(false);
    }

    private void ReadKeys()
    {
        while (Console.KeyAvailable)
            _keys.Press(Console.ReadKey(intercept: true).KeyChar);
    }

    private async Task Pause(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, _ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The session has ended.
        }
    }
}
