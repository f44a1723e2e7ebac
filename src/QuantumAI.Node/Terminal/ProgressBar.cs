using System.Diagnostics;
using System.Globalization;

namespace QuantumAI.Node.Terminal;

/// <summary>A line on standard error that says how far long work is; silent for the first two seconds and where nobody looks.</summary>
internal sealed class ProgressBar : IDisposable
{
    private const int Width = 30;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private TimeSpan _lastShown = TimeSpan.Zero;
    private bool _isShown;

    public void Show(string what, long done, long total)
    {
        var elapsed = _watch.Elapsed;
        var pause = _isTerminal ? Pause : TimeSpan.FromSeconds(10);
        if (elapsed < Quiet || elapsed - _lastShown < pause)
            return;
        _lastShown = elapsed;
        var share = total <= 0 ? 0 : Math.Clamp((double)done / total, 0, 1);
        var filled = (int)(share * Width);
        var line = string.Create(
            CultureInfo.InvariantCulture, $"{what,-12} [{new string('#', filled)}{new string('.', Width - filled)}] {share,4:P0}  {elapsed:mm\\:ss}");
        Console.Error.Write(_isTerminal ? "\r" + line : line + Environment.NewLine);
        _isShown = true;
    }

    /// <summary>Ends the line.</summary>
    public void Dispose()
    {
        if (_isShown && _isTerminal)
            Console.Error.WriteLine();
        _isShown = false;
    }
}
