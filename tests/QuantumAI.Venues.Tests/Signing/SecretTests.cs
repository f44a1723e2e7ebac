using System.Reflection;
using System.Text.Json;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.Tests.Signing;

public sealed class SecretTests
{
    private const string Canary = "canary-8c1f";

    private sealed record Settings(string Key, Secret Secret);

    [Fact]
    public void secret_must_not_show_in_text_json_or_debugger()
    {
        var settings = new Settings("k", new Secret(Canary));
        string[] shown =
        [
            settings.ToString(), $"{settings.Secret}", JsonSerializer.Serialize(settings), JsonSerializer.Serialize<object>(settings.Secret),
            typeof(Secret).GetCustomAttribute<System.Diagnostics.DebuggerDisplayAttribute>()!.Value,
        ];
        Assert.All(shown, text => Assert.DoesNotContain(Canary, text, StringComparison.Ordinal));
        Assert.Contains(Secret.Hidden, shown[0], StringComparison.Ordinal);
    }

    [Fact]
    public void secret_must_not_be_read_from_json() => Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<Secret>("\"x\""));

    [Fact]
    public void secrets_must_be_equal_when_their_texts_are()
    {
        Assert.Equal(new Secret("a"), new Secret("a"));
        Assert.NotEqual(new Secret("a"), new Secret("b"));
        Assert.Equal(new Secret("a").GetHashCode(), new Secret("b").GetHashCode());
    }
}
