using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.PaperServer.Accounts;

/// <summary>A key of the exchange's API: whose it is, what it may do, and how its signatures are checked.</summary>
/// <param name="Name">What a client sends as <c>X-MBX-APIKEY</c>; not secret by itself, but not shown either.</param>
/// <param name="Account">Name of the account.</param>
/// <param name="Verifier">Checks signatures.</param>
/// <param name="MayTrade">It may place and cancel orders; else it reads only.</param>
public sealed record ApiKey(string Name, string Account, ISignatureVerifier Verifier, bool MayTrade = true)
{
    /// <summary>The shape of a key's name and of a generated secret.</summary>
    public static bool IsWellFormed(string text) =>
        text.Length is >= 32 and <= 64 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');

    /// <summary>Without what it signs with.</summary>
    public override string ToString() => $"ApiKey of {Account}";
}

/// <summary>All keys by name. Immutable, thread safe.</summary>
public sealed class ApiKeys(IEnumerable<ApiKey> keys)
{
    private readonly Dictionary<string, ApiKey> _byName = keys.ToDictionary(key => key.Name, StringComparer.Ordinal);

    public ApiKey? Find(string name) => _byName.GetValueOrDefault(name);
}
