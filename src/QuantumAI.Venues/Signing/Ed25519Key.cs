using System.Runtime.InteropServices;

namespace QuantumAI.Venues.Signing;

/// <summary>One Ed25519 key inside libcrypto. Each call has its own context, so that threads share the key only.</summary>
internal sealed class Ed25519Key : SafeHandle, ISigner
{
    private readonly bool _isPrivate;

    public Ed25519Key(nint key, bool isPrivate)
        : base(0, ownsHandle: true)
    {
        SetHandle(key);
        _isPrivate = isPrivate;
    }

    public override bool IsInvalid => handle == 0;

    public SignatureKind Kind => SignatureKind.Ed25519;

    public string Sign(ReadOnlySpan<byte> payload)
    {
        if (!_isPrivate)
            throw new InvalidOperationException("a public key cannot sign");
        Span<byte> signature = stackalloc byte[Ed25519Keys.SignatureBytes];
        var length = (nuint)signature.Length;
        using var use = new Use(this);
        if (LibCrypto.EVP_DigestSignInit(use.Context, 0, 0, 0, handle) != 1
            || LibCrypto.EVP_DigestSign(use.Context, signature, ref length, payload, (nuint)payload.Length) != 1
            || length != (nuint)signature.Length)
            throw new InvalidOperationException("libcrypto cannot sign with the Ed25519 key");
        return Convert.ToBase64String(signature);
    }

    public bool Verifies(ReadOnlySpan<byte> payload, string signature)
    {
        Span<byte> given = stackalloc byte[Ed25519Keys.SignatureBytes + 2];
        if (!Convert.TryFromBase64String(signature, given, out var written) || written != Ed25519Keys.SignatureBytes)
            return false;
        using var use = new Use(this);
        return LibCrypto.EVP_DigestVerifyInit(use.Context, 0, 0, 0, handle) == 1
            && LibCrypto.EVP_DigestVerify(use.Context, given[..written], (nuint)written, payload, (nuint)payload.Length) == 1;
    }

    /// <summary>The 32 public bytes.</summary>
    public byte[] PublicBytes()
    {
        var bytes = new byte[Ed25519Keys.KeyBytes];
        var length = (nuint)bytes.Length;
        using var use = new Use(this);
        return LibCrypto.EVP_PKEY_get_raw_public_key(handle, bytes, ref length) == 1
            ? bytes : throw new InvalidOperationException("libcrypto has no public half of the Ed25519 key");
    }

    protected override bool ReleaseHandle()
    {
        LibCrypto.EVP_PKEY_free(handle);
        return true;
    }

    /// <summary>Keeps the key alive during a call and frees the call's context.</summary>
    private readonly ref struct Use
    {
        private readonly Ed25519Key _key;

        public Use(Ed25519Key key)
        {
            var isHeld = false;
            key.DangerousAddRef(ref isHeld);
            _key = key;
            Context = LibCrypto.EVP_MD_CTX_new();
        }

        public nint Context { get; }

        public void Dispose()
        {
            LibCrypto.EVP_MD_CTX_free(Context);
            _key.DangerousRelease();
        }
    }
}
