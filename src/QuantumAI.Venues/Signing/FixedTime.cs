using System.Security.Cryptography;
using System.Text;

namespace QuantumAI.Venues.Signing;

/// <summary>Comparison whose time does not tell where two texts differ.</summary>
public static class FixedTime
{
    /// <summary>True when both are equal; only their lengths may show in the time taken.</summary>
    public static bool Equal(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => CryptographicOperations.FixedTimeEquals(left, right);

    /// <inheritdoc cref="Equal(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public static bool Equal(string left, string right) => Equal(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}
