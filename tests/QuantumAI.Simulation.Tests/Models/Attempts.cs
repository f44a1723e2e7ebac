using QuantumAI.Simulation.Models;

namespace QuantumAI.Simulation.Tests.Models;

/// <summary>Asks a store that fails until it answers.</summary>
internal static class Attempts
{
    private const int Most = 10_000;

    /// <param name="attempt">What fails at times.</param>
    /// <param name="pause">What is done between two attempts; null = nothing.</param>
    public static T Until<T>(Func<T> attempt, Action? pause = null)
    {
        for (var i = 0; i < Most; i++)
        {
            try
            {
                return attempt();
            }
            catch (StoreFailedException)
            {
                pause?.Invoke();
            }
        }

        throw new TimeoutException($"{Most} attempts failed");
    }
}
