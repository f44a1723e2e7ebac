using System.Text;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.Tests.Signing;

public sealed class Ed25519Tests
{
    /// <summary>RFC 8032, section 7.1: tests 1, 2, 3 and SHA(abc).</summary>
    public static TheoryData<string, string, string> Published => new()
    {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        },
        {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        },
        {
            "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
        },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void signature_must_be_the_published_one(string key, string message, string signature)
    {
        Need();
        using var signer = Ed25519Keys.FromPrivateBytes(Convert.FromHexString(key));
        var (payload, expected) = (Convert.FromHexString(message), Convert.ToBase64String(Convert.FromHexString(signature)));
        Assert.Equal(expected, signer.Sign(payload));
        Assert.True(signer.Verifies(payload, expected));
        Assert.False(signer.Verifies([.. payload, 0], expected));
        Assert.False(signer.Verifies(payload, Convert.ToBase64String(new byte[64])));
    }

    /// <summary>The public key of test 1, and the private key of RFC 8410 section 10.3 with the public key of its section 10.1.</summary>
    [Fact]
    public void keys_must_be_read_raw_and_from_pem()
    {
        Need();
        var raw = Ed25519Keys.FromPublicBytes(Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
        using var first = Ed25519Keys.FromPrivateBytes(Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
        Assert.True(raw.Verifies("x"u8, first.Sign("x"u8)));

        using var pem = Ed25519Keys.FromPrivatePem(new Secret(
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n"));
        var shared = Ed25519Keys.FromPublicPem("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n");
        var signature = pem.Sign("order"u8);
        Assert.True(shared.Verifies("order"u8, signature));
        Assert.False(raw.Verifies("order"u8, signature));
        Assert.Throws<InvalidOperationException>(() => ((ISigner)shared).Sign("order"u8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64")]
    [InlineData("AAAA")]
    public void what_is_no_signature_must_not_verify(string signature)
    {
        Need();
        using var key = Ed25519Keys.FromPrivateBytes(new byte[32]);
        Assert.False(key.Verifies("x"u8, signature));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n")]
    public void file_must_be_refused_when_it_holds_no_private_ed25519_key(string pem)
    {
        var refused = Assert.Throws<FormatException>(() => Ed25519Keys.FromPrivatePem(new Secret(pem)));
        Assert.DoesNotContain("INTuctv5E1h", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void key_must_be_refused_when_it_has_another_length()
    {
        Need();
        Assert.Throws<FormatException>(() => Ed25519Keys.FromPrivateBytes(new byte[31]));
    }

    [Fact]
    public void one_key_must_serve_many_threads()
    {
        Need();
        using var key = Ed25519Keys.FromPrivateBytes(new byte[32]);
        var expected = key.Sign("shared"u8);
        Assert.All(Enumerable.Range(0, 200).AsParallel().Select(_ => key.Sign(Encoding.UTF8.GetBytes("shared"))), signature => Assert.Equal(expected, signature));
    }

    private static void Need()
    {
        if (Ed25519Keys.Missing is { } reason)
            Assert.Skip(reason);
    }
}
