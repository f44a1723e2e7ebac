using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Settings;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.Signing;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Tests.Binance.Adapter;

public sealed class KeyTests : IDisposable
{
    private const string KeyId = "canaryKeyId0123456789";
    private const string SecretText = "canarySecret0123456789";
    private readonly string _folder = Directory.CreateTempSubdirectory("quantum-keys").FullName;
    private int _files;

    [Fact]
    public void key_file_must_be_read_when_only_its_owner_can_read_it()
    {
        using var key = KeyFile.Read(Write($"{KeyId}\n{SecretText}\n", UnixFileMode.UserRead | UnixFileMode.UserWrite), out var warning);
        Assert.Equal(SignatureKind.HmacSha256, key.Signer.Kind);
        Assert.Equal(new Secret(KeyId), key.Id);
        Assert.Contains("deprecated", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void pem_key_must_sign_with_ed25519_and_without_a_warning()
    {
        if (Ed25519Keys.Missing is { } reason)
            Assert.Skip(reason);
        byte[] der = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20, .. Enumerable.Range(0, 32).Select(octet => (byte)octet)];
        var pem = $"{KeyId}\n-----BEGIN PRIVATE KEY-----\n{Convert.ToBase64String(der)}\n-----END PRIVATE KEY-----\n";
        using var key = KeyFile.Read(Write(pem, UnixFileMode.UserRead), out var warning);
        Assert.Equal(SignatureKind.Ed25519, key.Signer.Kind);
        Assert.Null(warning);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void key_file_that_others_can_read_must_be_refused(UnixFileMode also)
    {
        var refusal = Assert.Throws<VenueRefusedException>(() => KeyFile.Read(Write($"{KeyId}\n{SecretText}\n", UnixFileMode.UserRead | also), out _));
        Assert.Contains("chmod 600", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("canaryKeyId0123456789")]
    [InlineData("short\ncanarySecret0123456789")]
    [InlineData("canary key id 0123456789\ncanarySecret0123456789")]
    [InlineData("canaryKeyId0123456789\ncanary secret 0123456789")]
    [InlineData("canaryKeyId0123456789\n-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----")]
    public void broken_key_must_be_refused_without_repeating_it(string text)
    {
        var refusal = Assert.Throws<VenueRefusedException>(() => KeyFile.Read(Write(text, UnixFileMode.UserRead), out _));
        Assert.DoesNotContain("canary", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void link_and_missing_file_must_be_refused()
    {
        var link = Path.Combine(_folder, "link");
        File.CreateSymbolicLink(link, Write($"{KeyId}\n{SecretText}\n", UnixFileMode.UserRead));
        Assert.Throws<VenueRefusedException>(() => KeyFile.Read(link, out _));
        Assert.Throws<VenueRefusedException>(() => KeyFile.Read(Path.Combine(_folder, "none"), out _));
    }

    [Fact]
    public void environment_must_give_a_key_only_when_both_are_set()
    {
        var variables = new Dictionary<string, string> { ["ID"] = KeyId, ["SECRET"] = SecretText };
        using var key = KeyFile.FromEnvironment("ID", "SECRET", variables.GetValueOrDefault, out _);
        Assert.NotNull(key);
        Assert.Null(KeyFile.FromEnvironment("X", "Y", variables.GetValueOrDefault, out _));
        Assert.Throws<VenueRefusedException>(() => KeyFile.FromEnvironment("ID", "Y", variables.GetValueOrDefault, out _));
    }

    [Fact]
    public void key_must_show_in_no_text()
    {
        using var key = new ApiKey(new Secret(KeyId), new HmacKey(new Secret(SecretText)));
        var call = new RestCall("POST", "/api/v3/order?signature=canary", "signature=canary", key.Id, TimeSpan.FromSeconds(1));
        foreach (var text in new[] { $"{key}", $"{key.Id}", $"{call}", System.Text.Json.JsonSerializer.Serialize(key.Id) })
            Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(VenueUse.Live, true, true, true)]
    [InlineData(VenueUse.Live, false, false, true)]
    [InlineData(VenueUse.Live, false, null, true)]
    [InlineData(VenueUse.Live, false, true, false)]
    [InlineData(VenueUse.Paper, true, true, false)]
    [InlineData(VenueUse.Paper, false, false, true)]
    [InlineData(VenueUse.Paper, false, null, false)]
    public void key_must_be_refused_when_it_may_too_much_or_too_little(VenueUse use, bool withdraws, bool? trades, bool isRefused)
    {
        var key = new KeyPermissions(true, 1, true, withdraws, false, false, trades, null, null, null, null, null);
        Assert.Equal(isRefused, KeyRules.Refusals(use, key, Account(canTrade: true)).Count > 0);
    }

    [Fact]
    public void live_must_be_refused_when_the_venue_does_not_say_or_the_account_may_not_trade()
    {
        Assert.NotEmpty(KeyRules.Refusals(VenueUse.Live, null, Account(canTrade: true)));
        Assert.Empty(KeyRules.Refusals(VenueUse.Paper, null, Account(canTrade: true)));
        Assert.NotEmpty(KeyRules.Refusals(VenueUse.Paper, null, Account(canTrade: false)));
        Assert.NotEmpty(KeyRules.Warnings(null));
    }

    [Theory]
    [InlineData("http://api.example.com")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("https://user@api.example.com")]
    [InlineData("https://api.example.com/?a=b")]
    public void unsafe_address_must_be_refused(string address) =>
        Assert.Throws<ArgumentException>(() => (BinanceSettings.Public with { Rest = new Uri(address) }).Validate());

    [Fact]
    public void public_addresses_and_this_machine_must_pass()
    {
        BinanceSettings.Public.Validate();
        (BinanceSettings.Public with { Rest = new Uri("http://127.0.0.1:8080"), Streams = new Uri("ws://localhost:1") }).Validate();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static AccountReport Account(bool canTrade) => new(canTrade, true, true, 1, "SPOT", [], [], null, null);

    private string Write(string text, UnixFileMode mode)
    {
        var path = Path.Combine(_folder, $"key-{++_files}");
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
        return path;
    }
}
