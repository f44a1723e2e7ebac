using System.Text.Json;

namespace QuantumAI.Node.Recording;

/// <summary>Says of a file of a recording that it is damaged, in one sentence.</summary>
internal static class DamagedFile
{
    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parse">Makes of its bytes what is in it; null and every exception but one of memory mean damage.</param>
    /// <exception cref="UsageException">It cannot be read, or it is damaged; the message names the file.</exception>
    public static T Read<T>(string path, Func<byte[], T?> parse)
        where T : class
    {
        try
        {
            return parse(File.ReadAllBytes(path)) ?? throw Refusal(path, "it is not whole");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be read: {unreadable.Message}");
        }
        catch (JsonException damage)
        {
            throw Refusal(path, damage.LineNumber is { } line ? $"line {line + 1} is not what a session writes" : "it is not what a session writes");
        }
        catch (Exception damage) when (IsDamage(damage))
        {
            throw Refusal(path, "it has a value that no session writes");
        }
    }

    /// <summary>Whether reading damaged bytes can end so.</summary>
    public static bool IsDamage(Exception failure) => failure is InvalidDataException or JsonException or FormatException or ArgumentException
        or OverflowException or IndexOutOfRangeException or InvalidOperationException or KeyNotFoundException or NotSupportedException;

    public static UsageException Refusal(string path, string how) => new($"{path} is damaged: {how}");
}
