using System.Security.Cryptography;
using System.Text;

namespace QuantumAI.Venues.PaperServer.Accounts;

/// <summary>A key and the secret that it signs with, of one account.</summary>
public sealed record KeyPair(string Account, string Key, string Secret)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int Length = 64;

    /// <summary>A new pair from the system's cryptographic random source.</summary>
    public static KeyPair Generate(string account) => new(account, RandomNumberGenerator.GetString(Letters, Length), RandomNumberGenerator.GetString(Letters, Length));

    /// <summary>Without both.</summary>
    public override string ToString() => $"KeyPair of {Account}";
}

/// <summary>Generated keys in a file that only its owner may read: a line for each account with name, key and secret.</summary>
public static class KeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The pairs of accounts; those that the file does not have are generated and added.</summary>
    /// <exception cref="IOException">The file may be read by others, or is no such file; the message does not repeat it.</exception>
    public static IReadOnlyList<KeyPair> LoadOrAdd(string path, IReadOnlyList<string> accounts)
    {
        var known = Read(path);
        var missing = accounts.Where(account => known.TrueForAll(pair => pair.Account != account)).Select(KeyPair.Generate).ToArray();
        if (missing.Length > 0)
            Write(path, [.. known, .. missing]);
        return [.. known.Concat(missing).Where(pair => accounts.Contains(pair.Account))];
    }

    private static List<KeyPair> Read(string path)
    {
        if (!File.Exists(path))
            return [];
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != 0)
            throw new IOException($"{path} holds secrets and must be readable by its owner only (chmod 600)");
        var pairs = new List<KeyPair>();
        foreach (var line in File.ReadAllLines(path))
        {
            var parts = line.Split(' ');
            if (parts.Length != 3 || !ApiKey.IsWellFormed(parts[1]) || !ApiKey.IsWellFormed(parts[2]))
                throw new IOException($"{path}, line {pairs.Count + 1}: must be an account's name, its key and its secret");
            pairs.Add(new KeyPair(parts[0], parts[1], parts[2]));
        }

        return pairs;
    }

    private static void Write(string path, IReadOnlyList<KeyPair> pairs)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        var next = path + ".next";
        File.Delete(next);
        using (var file = new FileStream(next, options))
        {
            foreach (var pair in pairs)
                file.Write(Encoding.ASCII.GetBytes($"{pair.Account} {pair.Key} {pair.Secret}\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}
