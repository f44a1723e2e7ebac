using QuantumAI.Venues.PaperServer.Accounts;

namespace QuantumAI.Venues.Tests.PaperServer;

public sealed class KeyFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("exchange-keys").FullName;

    [Fact]
    public void keys_must_stay_and_be_their_owners_only()
    {
        var path = Path.Combine(_folder, "keys");
        var first = KeyFile.LoadOrAdd(path, ["main"]);
        var both = KeyFile.LoadOrAdd(path, ["main", "other"]);

        Assert.Equal(first[0], both[0]);
        Assert.All(both, pair => Assert.True(ApiKey.IsWellFormed(pair.Key) && ApiKey.IsWellFormed(pair.Secret)));
        Assert.NotEqual(both[0].Secret, both[1].Secret);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void file_must_be_refused_when_others_may_read_it()
    {
        if (OperatingSystem.IsWindows())
            return; // there are no modes
        var path = Path.Combine(_folder, "keys");
        KeyFile.LoadOrAdd(path, ["main"]);
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.GroupRead);
        Assert.Throws<IOException>(() => KeyFile.LoadOrAdd(path, ["main"]));
    }

    [Fact]
    public void file_must_be_refused_without_repeating_it_when_it_is_no_key_file()
    {
        var path = Path.Combine(_folder, "keys");
        KeyFile.LoadOrAdd(path, ["main"]);
        File.AppendAllText(path, "canary\n");
        Assert.DoesNotContain("canary", Assert.Throws<IOException>(() => KeyFile.LoadOrAdd(path, ["main"])).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
