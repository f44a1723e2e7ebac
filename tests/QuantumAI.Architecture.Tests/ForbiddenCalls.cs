using System.Diagnostics;

namespace QuantumAI.Architecture.Tests;

/// <summary>Everything that tier 0 may not do, so that the tests can see the checker find it. Never called.</summary>
internal static class ForbiddenCalls
{
    public static long Clock() => DateTime.UtcNow.Ticks + DateTimeOffset.Now.Ticks + Environment.TickCount64 + Stopwatch.GetTimestamp();

    public static Func<int> Random() => () => new Random(1).Next() + Guid.NewGuid().GetHashCode();

    public static async Task<string> IoAsync()
    {
        await Task.Yield();
        Console.WriteLine(DateTime.Today);
        return await File.ReadAllTextAsync("nothing");
    }

    public static int Generic<T>(T value) => value is null ? 0 : Array.IndexOf([value], value) + (int)DateTime.Now.Ticks;
}
