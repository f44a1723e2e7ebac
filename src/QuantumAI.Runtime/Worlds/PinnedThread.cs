using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Worlds;

/// <summary>A thread that runs one lane and sleeps when it is idle: no queue of the thread pool between a message and its handler.</summary>
/// <remarks>Worth it where a core is free for it; on a small machine the pool is faster.</remarks>
internal sealed class PinnedThread : IDisposable
{
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Func<bool> _run;
    private readonly Thread _thread;
    private volatile bool _isDisposed;

    /// <param name="lane">Gives the thread its name.</param>
    /// <param name="run">Runs the lane for a while; true when it must run again.</param>
    public PinnedThread(Lane lane, Func<bool> run)
    {
        _run = run;
        _thread = new Thread(Loop) { IsBackground = true, Name = $"lane {lane.Name}" };
        _thread.Start();
    }

    public void Wake() => _wake.Set();

    /// <summary>Ends the thread after the messages that it runs now, and waits for it unless it is the caller. May be called again.</summary>
    /// <remarks>The event stays: lanes of the pool, timers and ends of asynchronous work still wake the lane afterwards, in vain.</remarks>
    public void Dispose()
    {
        _isDisposed = true;
        _wake.Set();
        if (Thread.CurrentThread != _thread)
            _thread.Join();
    }

    private void Loop()
    {
        while (true)
        {
            _wake.WaitOne();
            while (!_isDisposed && _run())
            {
            }

            if (_isDisposed)
                return;
        }
    }
}
