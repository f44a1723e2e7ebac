using QuantumAI.Venues.Contract;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.Binance.Settings;

/// <summary>Reads a key: its id and a PEM file (Ed25519) or a shared secret (HMAC). No message repeats what was read.</summary>
public static class KeyFile
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const int BytesMost = 16 * 1024;

    /// <summary>Reads a key file: the first line is the key's id, the rest a PEM private key or, in one line, the shared secret.</summary>
    /// <param name="path">Readable by its owner only.</param>
    /// <param name="warning">What is wrong with the key although it works; null = nothing.</param>
    /// <exception cref="VenueRefusedException">The file is missing, readable by others, a link, or no key.</exception>
    public static ApiKey Read(string path, out string? warning)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new VenueRefusedException($"the key file {path} does not exist");
        if (file.LinkTarget is not null)
            throw new VenueRefusedException($"the key file {path} must be a file, not a link");
        if (!OperatingSystem.IsWindows() && (file.UnixFileMode & Others) != 0)
            throw new VenueRefusedException($"the key file {path} must be readable by its owner only (chmod 600), its mode is {Convert.ToString((int)file.UnixFileMode, 8)}");
        if (file.Length > BytesMost)
            throw new VenueRefusedException($"the key file {path} must have at most {BytesMost} bytes, has {file.Length}");
        var text = File.ReadAllText(path);
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return end < 0
            ? throw new VenueRefusedException($"the key file {path} must have the key's id in its first line and the private key below")
            : Of(text[..end], text[(end + 1)..], $"the key file {path}", out warning);
    }

    /// <summary>A key of two environment variables.</summary>
    /// <param name="idName">Name of the variable with the key's id.</param>
    /// <param name="secretName">Name of the variable with a PEM private key or the shared secret.</param>
    /// <param name="find">The value of a variable; null when it is not set.</param>
    /// <param name="warning">What is wrong with the key although it works.</param>
    /// <returns>Null when neither is set.</returns>
    /// <exception cref="VenueRefusedException">One is missing, or they are no key.</exception>
    public static ApiKey? FromEnvironment(string idName, string secretName, Func<string, string?> find, out string? warning)
    {
        warning = null;
        var (id, secret) = (find(idName), find(secretName));
        if (string.IsNullOrEmpty(id) && string.IsNullOrEmpty(secret))
            return null;
        return string.IsNullOrEmpty(id) || string.IsNullOrEmpty(secret)
            ? throw new VenueRefusedException($"{idName} and {secretName} must be set together")
            : Of(id, secret.Replace("\\n", "\n", StringComparison.Ordinal), $"{idName}, {secretName}", out warning);
    }

    private static ApiKey Of(string id, string secret, string where, out string? warning)
    {
        (id, secret) = (id.Trim(), secret.Trim());
        if (id.Length is < 16 or > 128 || !id.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') || secret.Length < 16)
            throw new VenueRefusedException($"{where}: the key's id must be 16 to 128 letters, digits, dashes and underscores, and the private key must be there");
        warning = null;
        if (secret.StartsWith("-----BEGIN", StringComparison.Ordinal))
        {
            try
            {
                return new ApiKey(new Secret(id), Ed25519Keys.FromPrivatePem(new Secret(secret)));
            }
            catch (Exception broken) when (broken is FormatException or NotSupportedException)
            {
                throw new VenueRefusedException($"{where}: {broken.Message}");
            }
        }

        if (secret.Any(char.IsWhiteSpace))
            throw new VenueRefusedException($"{where}: the shared secret must be one line");
        warning = $"{where}: an HMAC key; the venue calls these deprecated, an Ed25519 key is safer";
        return new ApiKey(new Secret(id), new HmacKey(new Secret(secret)));
    }
}
