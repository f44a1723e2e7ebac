using System.Collections;
using System.Text.RegularExpressions;

namespace QuantumAI.Node.Configuration;

/// <summary>Keeps what must not be shown out of everything that the program prints: passwords that it was given, and text that looks like one.</summary>
/// <remarks>Immutable, thread safe. Where in doubt it hides: a message may lose the rest of its line.</remarks>
internal sealed partial class SecretText
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Hidden = "(secret)";

    /// <summary>Shorter texts would be found everywhere.</summary>
    private const int KnownCharsMin = 4;

    private const int KeyLineCharsMin = 16;

    private readonly string[] _known;

    /// <param name="arguments">The command line.</param>
    /// <param name="environment">Variables by name; those whose name says so are secret.</param>
    public SecretText(IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var argument in arguments)
        {
            if (SecretAssignment().Match(argument) is { Success: true } assigned)
                AddWithPassword(known, assigned.Groups[1].Value.Trim().Trim('"'));
        }

        foreach (var (name, value) in environment)
        {
            if (SecretVariable().IsMatch(name))
                AddWithPassword(known, value);
        }

        // The longest first: a password may be part of a connection string.
        _known = [.. known.Where(text => text.Length >= KnownCharsMin).OrderByDescending(text => text.Length)];
    }

    /// <summary>With this process's command line and environment.</summary>
    public static SecretText OfProcess { get; } = new(
        Environment.GetCommandLineArgs(),
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? "")));

    /// <summary>Whether a value is secret by its key: declared so, or named like one.</summary>
    public static bool IsSecretKey(string path) => QuantumSchema.Instance.IsSecret(path) || path.Split('.').Any(key => SecretName().IsMatch(key.Trim('"')));

    /// <summary>
    /// What messages call a <c>--set</c>: whole where its key is known and not secret, else without the value, which may be a password
    /// behind a mistyped key.
    /// </summary>
    public string NameOf(string assignment)
    {
        var end = assignment.AsSpan().IndexOfAny('=', ':', '{');
        var key = (end < 0 ? assignment : assignment[..end]).TrimEnd('+').Trim();
        return IsOpen(key) && !Holds(assignment) ? $"--set {assignment}" : $"--set {Hide(key)}={Hidden}";
    }

    /// <summary>Whether a text holds a secret.</summary>
    public bool Holds(string text) => Hide(text) != text;

    /// <summary>The text without secrets.</summary>
    public string Hide(string text)
    {
        foreach (var known in _known)
            text = text.Replace(known, Hidden, StringComparison.Ordinal);
        text = UriPassword().Replace(text, $"$1{Hidden}@");
        return Password().Replace(text, $"$1{Hidden}");
    }

    private static bool IsOpen(string key) =>
        QuantumSchema.Instance.Settings.Any(setting => !setting.IsSecret && Fits(setting.Key.Split('.'), key.Split('.')));

    private static bool Fits(string[] declared, string[] written) =>
        declared.Length == written.Length && declared.Zip(written).All(pair => pair.First == "*" || pair.First == pair.Second);

    private static void AddWithPassword(HashSet<string> known, string text)
    {
        known.Add(text);

        // A private key has several lines, and a message may hold one of them.
        foreach (var line in text.Replace("\\n", "\n", StringComparison.Ordinal).Split('\n'))
        {
            if (line.Length >= KeyLineCharsMin && !line.StartsWith("-----", StringComparison.Ordinal))
                known.Add(line.Trim());
        }

        if (PasswordInConnection().Match(text) is { Success: true } found)
            known.Add(found.Groups[1].Value.Trim().Trim('"', '\''));
    }

    // To the end of the line: quoting rules differ, and half a password must not stay.
    [GeneratedRegex(@"(?<![\w-])((?:ssl )?(?:password|passwd|passphrase|pwd|psw)[""']?\s*[=:]\s*)(?!\(secret\))[^\r\n]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Password();

    [GeneratedRegex(@"(://[^/\s:@]*:)(?!\(secret\)@)[^@\s]+@", RegexOptions.CultureInvariant)]
    private static partial Regex UriPassword();

    [GeneratedRegex(@"(?:password|passwd|pwd|psw)\s*=\s*(""[^""]*""|'[^']*'|[^;]*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PasswordInConnection();

    [GeneratedRegex(@"^(?:--set[=:])?\s*journal\s*\.\s*connection\s*\+?[=:](.*)$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex SecretAssignment();

    [GeneratedRegex("CONNECTION|PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|^QUANTUM_.*KEY$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretVariable();

    [GeneratedRegex("(?:^|[-_])(?:password|passwd|passphrase|pwd|secret|token|credential|api-?key|private-?key|connection-?string)s?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();
}
