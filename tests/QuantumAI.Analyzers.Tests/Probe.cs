using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace QuantumAI.Analyzers.Tests;

/// <summary>Compiles a source in memory against the real runtime and compares what is reported with the ids written at the ends of its lines.</summary>
internal static class Probe
{
    private const string Mark = "//!";

    private const string Usings = "using System; using System.Collections.Generic; using System.Threading; using System.Threading.Tasks; "
        + "using QuantumAI.Runtime.Actors; using QuantumAI.Runtime.Persistence; ";

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(file => (MetadataReference)MetadataReference.CreateFromFile(file)),
    ];

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
        [new SynchronousHandlerAnalyzer(), new WaitAnalyzer(), new OffLaneAnalyzer(), new ProtocolAnalyzer()];

    /// <summary>A line that is refused ends with <c>//! QAI0001</c>, or with several ids; no other line may be.</summary>
    public static async Task CheckAsync(string source)
    {
        var compilation = Compile(source);
        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal(Expected(source), await ReportedAsync(compilation));
    }

    /// <summary>The same for members of an actor of <c>int</c> with a field and a primary constructor.</summary>
    public static Task CheckMembersAsync(string members) => CheckAsync($$"""
        public interface IClient { Task<int> GetAsync(int x); ValueTask<int> PeekAsync(); Task SendAsync(); int Get(); }
        public sealed class Tested(IClient client) : Actor<int> {
        private readonly IClient _client = client; private int _sum;
        protected override void Receive(in int message) { _sum += message; }
        private int Shown => _client.Get() + client.Get() + _sum;
        {{members}}
        }
        """);

    /// <summary>The same for statements of a handler of that actor.</summary>
    public static Task CheckHandlerAsync(string statements) => CheckMembersAsync($$"""
        private void Handle(int x) {
        {{statements}}
        }
        """);

    /// <summary>The compiler's own errors.</summary>
    public static IReadOnlyList<string> CompilerErrors(string source) =>
        [.. Compile(source).GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Id).Distinct()];

    public static IEnumerable<DiagnosticDescriptor> Rules => Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Distinct();

    private static CSharpCompilation Compile(string source) => CSharpCompilation.Create(
        "Probe", [CSharpSyntaxTree.ParseText(Usings + source)], References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static async Task<List<string>> ReportedAsync(CSharpCompilation compilation)
    {
        var reported = await compilation.WithAnalyzers(Analyzers).GetAnalyzerDiagnosticsAsync();
        return Sorted(reported.Select(diagnostic => (diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1, diagnostic.Id)));
    }

    private static List<string> Expected(string source) => Sorted(source.Split('\n').SelectMany((line, index) =>
        line.Split(Mark).Skip(1).SelectMany(ids => ids.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(id => (index + 1, id))));

    private static List<string> Sorted(IEnumerable<(int Line, string Id)> found) =>
        [.. found.OrderBy(entry => entry.Line).ThenBy(entry => entry.Id, StringComparer.Ordinal).Select(entry => $"line {entry.Line}: {entry.Id}")];
}
