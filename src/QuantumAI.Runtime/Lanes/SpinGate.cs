using System.Runtime.CompilerServices;

namespace QuantumAI.Runtime.Lanes;

/// <summary>Excludes senders from each other for the few instructions that it takes to add an entry: one interlocked operation in, a store out.</summary>
/// <remarks>
/// Nothing inside may wait, call foreign code or throw. Who finds it taken gives its time slice away and at last sleeps, so that on a
/// small machine a suspended holder gets to run. A field, never copied.
/// </remarks>
internal struct SpinGate
{
    private int _taken;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter()
    {
        if (Interlocked.Exchange(ref _taken, 1) != 0)
            Wait();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit() => Volatile.Write(ref _taken, 0);

    private void Wait()
    {
        var spinner = default(SpinWait);
        do
            spinner.SpinOnce();
        while (Volatile.Read(ref _taken) != 0 || Interlocked.Exchange(ref _taken, 1) != 0);
    }
}
