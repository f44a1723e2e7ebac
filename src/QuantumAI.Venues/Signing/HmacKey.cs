using System.Security.Cryptography;

namespace QuantumAI.Venues.Signing;

/// <summary>HMAC-SHA256 with a shared secret (RFC 2104). Binance calls such keys deprecated and still takes them.</summary>
public sealed class HmacKey(Secret secret) : ISigner
{
    public SignatureKind Kind => SignatureKind.HmacSha256;

    public string Sign(ReadOnlySpan<byte> payload)
    {
        Span<byte> code = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret.Reveal(), payload, code);
        return Convert.ToHexStringLower(code);
    }

    /// <remarks>Hexadecimal digits of either case are taken, as the venue does.</remarks>
    public bool Verifies(ReadOnlySpan<byte> payload, string signature)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (signature.Length != 2 * given.Length || Convert.FromHexString(signature, given, out _, out _) != System.Buffers.OperationStatus.Done)
            return false;
        Span<byte> code = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret.Reveal(), payload, code);
        return FixedTime.Equal(code, given);
    }

    public void Dispose()
    {
    }
}
