namespace QuantumAI.Venues.Signing;

/// <summary>How a request proves whose it is.</summary>
public enum SignatureKind : byte
{
    Unspecified = 0,

    /// <summary>HMAC-SHA256 with a shared secret; the signature is hexadecimal, in either case.</summary>
    HmacSha256 = 1,

    /// <summary>Ed25519 (RFC 8032); the signature is base64.</summary>
    Ed25519 = 2,
}

/// <summary>Checks signatures. Thread safe.</summary>
public interface ISignatureVerifier
{
    SignatureKind Kind { get; }

    /// <summary>True when the signature is this key's over exactly these bytes; false for anything that is no signature at all.</summary>
    bool Verifies(ReadOnlySpan<byte> payload, string signature);
}

/// <summary>Makes signatures, and so can check them too. Thread safe. Holds key material until disposed.</summary>
public interface ISigner : ISignatureVerifier, IDisposable
{
    /// <summary>The signature as the venue's text, not yet percent-encoded.</summary>
    string Sign(ReadOnlySpan<byte> payload);
}
