using System.IO.Compression;
using System.Text;

namespace QuantumAI.Feeds.Tests;

/// <summary>A folder of generated files that goes away with the test.</summary>
public sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("feeds-");

    public string FullName => _folder.FullName;

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string Zip(string name, params (string Name, string Text)[] entries)
    {
        var path = Path.Combine(FullName, name);
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var (entryName, text) in entries)
        {
            using var entry = archive.CreateEntry(entryName).Open();
            entry.Write(Encoding.UTF8.GetBytes(text));
        }

        return path;
    }

    public static byte[] Gzip(string text) => Gzip(Encoding.UTF8.GetBytes(text));

    public static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
