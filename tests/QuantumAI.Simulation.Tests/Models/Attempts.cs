using QuantumAI.Simulation.Models;

namespace QuantumAI.Simulation.Tests.Models;

/// <summary>Asks a store that fails until it answers.</summary>
internal static class Attempts
{
    private const int Most = 10_000;

    public static T Until<T>(Func<T> attempt)
    {
        for (var i = 0; i < Most; i++)
        {
            try
            {
                return attempt();
            }
            catch (StoreFailedException)
            {
            }
        }

        throw new TimeoutException($"{Most} attempts failed");
    }
}
