using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace QuantumAI.Analyzers;

/// <summary>A protocol names its messages, and a message has happened: no object, no task.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ProtocolAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rules.Protocol, Rules.TaskInMessage);

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (ActorTypes.Of(start.Compilation) is not { } types)
                return;
            start.RegisterSyntaxNodeAction(node => CheckUse(node, types), SyntaxKind.GenericName);
            start.RegisterSymbolAction(symbol => CheckTell(symbol, types), SymbolKind.Method);
            start.RegisterSymbolAction(symbol => CheckMessages(symbol, types), SymbolKind.NamedType);
        });
    }

    private static void CheckUse(SyntaxNodeAnalysisContext context, ActorTypes types)
    {
        if (context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol is not INamedTypeSymbol type || !types.IsProtocolUser(type))
            return;
        var protocol = type.TypeArguments[0];
        if (ActorTypes.IsObject(protocol) || types.IsTask(protocol))
            context.ReportDiagnostic(Diagnostic.Create(Rules.Protocol, ((GenericNameSyntax)context.Node).GetLocation(), protocol.ToDisplayString()));
    }

    /// <summary>The way in that would go round every typed reference.</summary>
    private static void CheckTell(SymbolAnalysisContext context, ActorTypes types)
    {
        var method = (IMethodSymbol)context.Symbol;
        var isTell = method.DeclaredAccessibility == Accessibility.Public && (IsNamed(method, "Tell") || IsNamed(method, "TryTell"));
        if (isTell && method.Parameters.FirstOrDefault(parameter => ActorTypes.IsObject(parameter.Type)) is { } untyped && IsAddress(method, types))
            context.ReportDiagnostic(Diagnostic.Create(Rules.Protocol, untyped.Locations[0], untyped.Type.ToDisplayString()));
    }

    private static bool IsNamed(IMethodSymbol method, string word) => method.Name.StartsWith(word, StringComparison.Ordinal);

    /// <summary>A method of a reference, or one that extends it.</summary>
    private static bool IsAddress(IMethodSymbol method, ActorTypes types)
    {
        ITypeSymbol? type = method.IsExtensionMethod ? method.Parameters[0].Type : method.ContainingType;
        while (type is not null && !ActorTypes.Is(type, types.Reference))
            type = type.BaseType;
        return type is not null;
    }

    private static void CheckMessages(SymbolAnalysisContext context, ActorTypes types)
    {
        var actor = (INamedTypeSymbol)context.Symbol;
        if (types.ActorBase(actor) is not { } known || SymbolEqualityComparer.Default.Equals(known, actor)
            || known.TypeArguments[0] is not INamedTypeSymbol protocol || types.IsTask(protocol))
            return;
        foreach (var message in protocol.GetTypeMembers().Where(nested => Derives(nested, protocol)).Append(protocol))
        {
            foreach (var member in message.GetMembers().Where(member => member.CanBeReferencedByName && types.IsTask(TypeOf(member))))
                context.ReportDiagnostic(Diagnostic.Create(Rules.TaskInMessage, actor.Locations[0], $"{message.Name}.{member.Name}"));
        }
    }

    private static bool Derives(INamedTypeSymbol type, INamedTypeSymbol from)
    {
        var above = type.BaseType;
        while (above is not null && !SymbolEqualityComparer.Default.Equals(above.OriginalDefinition, from.OriginalDefinition))
            above = above.BaseType;
        return above is not null || type.AllInterfaces.Any(face => SymbolEqualityComparer.Default.Equals(face.OriginalDefinition, from.OriginalDefinition));
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol { IsStatic: false } field => field.Type,
        IPropertySymbol { IsStatic: false } property => property.Type,
        _ => null,
    };
}
