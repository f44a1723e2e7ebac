using System.Security.Cryptography;

namespace QuantumAI.Feeds.Files;

/// <summary>Which bytes were inspected.</summary>
internal sealed record FileStamp(string FullPath, long Bytes, DateTime WrittenAtUtc, string Sha256)
{
    private const int ChunkBytes = 1 << 20;
    private const long BytesPerReport = 64L << 20;

    /// <summary>Hashes the file; a large one is reported as 0 lines so far.</summary>
    public static FileStamp Take(
        string path, ProblemLog problems, IProgress<InspectionProgress>? progress, CancellationToken cancellation)
    {
        using var file = FileFinder.Open(path, problems);
        try
        {
            var info = new FileInfo(file.Name);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var chunk = new byte[ChunkBytes];
            int count;
            while ((count = file.Read(chunk)) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(chunk, 0, count);
                if (file.Position >= BytesPerReport && file.Position % BytesPerReport < count)
                    progress?.Report(new InspectionProgress(file.Position, file.Length, Lines: 0));
            }

            return new FileStamp(file.Name, file.Length, info.LastWriteTimeUtc, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch (IOException broken)
        {
            throw problems.Fatal("a market file must be readable", ProblemLog.Printable(broken.Message), broken);
        }
    }

    /// <exception cref="MarketFileException">Length or time of writing differ.</exception>
    public void RequireUnchanged(ProblemLog problems)
    {
        var info = new FileInfo(FullPath);
        if (!info.Exists || info.Length != Bytes || info.LastWriteTimeUtc != WrittenAtUtc)
            throw problems.Fatal("a market file must not change after its inspection", info.Exists ? "written to" : "removed");
    }
}
