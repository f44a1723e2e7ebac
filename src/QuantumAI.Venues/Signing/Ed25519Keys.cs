using System.Security.Cryptography;

namespace QuantumAI.Venues.Signing;

/// <summary>Makes Ed25519 keys of raw bytes and of PEM files, where this machine can.</summary>
public static class Ed25519Keys
{
    public const int KeyBytes = 32;
    public const int SignatureBytes = 64;

    // RFC 8410: SEQUENCE { version 0, SEQUENCE { OID 1.3.101.112 }, OCTET STRING { OCTET STRING of 32 } }, and the same for public keys.
    private static readonly byte[] PrivatePrefix = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
    private static readonly byte[] PublicPrefix = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

    /// <summary>Why there is no Ed25519 here, for people; null when there is.</summary>
    public static string? Missing => LibCrypto.IsLoaded
        ? null : "Ed25519 needs the library libcrypto 3 (OpenSSL 3: libcrypto.so.3), which was not found; HMAC keys work without it";

    /// <summary>A signing key of its 32 secret bytes.</summary>
    /// <exception cref="FormatException">There are not 32 bytes.</exception>
    /// <exception cref="NotSupportedException">libcrypto 3 is missing.</exception>
    public static ISigner FromPrivateBytes(ReadOnlySpan<byte> key) => new Ed25519Key(Raw(key, isPrivate: true), isPrivate: true);

    /// <summary>A verifying key of its 32 public bytes.</summary>
    /// <exception cref="FormatException">There are not 32 bytes.</exception>
    /// <exception cref="NotSupportedException">libcrypto 3 is missing.</exception>
    public static ISignatureVerifier FromPublicBytes(ReadOnlySpan<byte> key) => new Ed25519Key(Raw(key, isPrivate: false), isPrivate: false);

    /// <summary>A signing key of a PEM file with an unencrypted PKCS#8 private key.</summary>
    /// <exception cref="FormatException">The text is no such file; the message does not repeat it.</exception>
    /// <exception cref="NotSupportedException">libcrypto 3 is missing.</exception>
    public static ISigner FromPrivatePem(Secret pem)
    {
        var bytes = Decode(System.Text.Encoding.UTF8.GetString(pem.Reveal()), "PRIVATE KEY", PrivatePrefix);
        try
        {
            return FromPrivateBytes(bytes);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>A verifying key of a PEM file with a public key, as one gives to a venue.</summary>
    /// <exception cref="FormatException">The text is no such file.</exception>
    /// <exception cref="NotSupportedException">libcrypto 3 is missing.</exception>
    public static ISignatureVerifier FromPublicPem(string pem) => FromPublicBytes(Decode(pem, "PUBLIC KEY", PublicPrefix));

    private static nint Raw(ReadOnlySpan<byte> key, bool isPrivate)
    {
        if (Missing is { } reason)
            throw new NotSupportedException(reason);
        if (key.Length != KeyBytes)
            throw new FormatException($"an Ed25519 key must have {KeyBytes} bytes, had {key.Length}");
        var handle = isPrivate
            ? LibCrypto.EVP_PKEY_new_raw_private_key(LibCrypto.Ed25519, 0, key, (nuint)key.Length)
            : LibCrypto.EVP_PKEY_new_raw_public_key(LibCrypto.Ed25519, 0, key, (nuint)key.Length);
        return handle != 0 ? handle : throw new FormatException("libcrypto refuses the Ed25519 key");
    }

    private static byte[] Decode(string pem, string label, byte[] prefix)
    {
        if (!PemEncoding.TryFind(pem, out var fields) || pem[fields.Label] != label)
            throw new FormatException($"an Ed25519 key file must hold one “{label}” in PEM form");
        var bytes = Convert.FromBase64String(pem[fields.Base64Data]);
        if (bytes.Length != prefix.Length + KeyBytes || !bytes.AsSpan(0, prefix.Length).SequenceEqual(prefix))
            throw new FormatException($"the “{label}” in the file must be an Ed25519 key (RFC 8410), not encrypted");
        return bytes[prefix.Length..];
    }
}
