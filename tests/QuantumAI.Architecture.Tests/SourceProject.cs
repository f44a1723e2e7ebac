using System.Xml.Linq;

namespace QuantumAI.Architecture.Tests;

/// <summary>One project under <c>src</c>: its name, what it refers to, its source files.</summary>
/// <param name="Directory">Where its files lie.</param>
/// <param name="References">Names of the projects that it refers to.</param>
internal sealed record SourceProject(string Name, string Directory, IReadOnlyList<string> References)
{
    private static readonly string[] Generated = ["bin", "obj", "node_modules", "dist"];

    /// <summary>The repository's root: the first folder above the tests that holds the solution.</summary>
    public static string Root { get; } = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    public static IReadOnlyList<SourceProject> All { get; } =
    [
        .. System.IO.Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => Parse(file, File.ReadAllText(file))),
    ];

    /// <summary>C# files that people wrote.</summary>
    public IReadOnlyList<string> Sources =>
    [
        .. System.IO.Directory.EnumerateFiles(Directory, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Directory, file).Split(Path.DirectorySeparatorChar).Any(Generated.Contains))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What the compiler made of it, in the configuration of this test run: the copies beside the tests may carry coverage probes.</summary>
    public string Assembly
    {
        get
        {
            var output = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(Directory, "bin", output.Parent!.Name, output.Name, Name + ".dll");
        }
    }

    public static SourceProject Parse(string file, string text)
    {
        var references = XDocument.Parse(text).Descendants().Where(element => element.Name.LocalName == "ProjectReference")
            .Select(element => NameOf(element.Attribute("Include")?.Value ?? throw new InvalidDataException($"{file}: a reference without Include")));
        return new SourceProject(NameOf(file), Path.GetDirectoryName(file)!, [.. references]);
    }

    private static string NameOf(string projectFile) => Path.GetFileNameWithoutExtension(projectFile.Replace('\\', '/'));

    private static string FindRoot(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "QuantumAI.Actors.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("no QuantumAI.Actors.sln above the tests");
    }
}
