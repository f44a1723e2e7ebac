namespace QuantumAI.Node.Tests.Processes;

/// <summary>A folder of one test, removed at its end. Programs run in it, so that nothing depends on where they are started.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("quantum-node-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Every file below the folder with its content, for “nothing was changed”.</summary>
    public IReadOnlyDictionary<string, string> Snapshot() => Directory
        .EnumerateFiles(Path, "*", SearchOption.AllDirectories)
        .ToDictionary(file => System.IO.Path.GetRelativePath(Path, file), file => Convert.ToBase64String(File.ReadAllBytes(file)), StringComparer.Ordinal);

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return name;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
