namespace QuantumAI.Journal.Tests;

/// <summary>A directory of its own for one test.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("journal-tests-").FullName;

    public string Journal => Path.Combine(Root, "journal.db");

    public string Head => Path.Combine(Root, "journal.head");

    public string Books => Path.Combine(Root, "venue.sqlite");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
