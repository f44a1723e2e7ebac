using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace QuantumAI.Analyzers;

/// <summary>Functions of an actor return at once: no async, no task, unless static and without the actor in reach.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SynchronousHandlerAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        ImmutableArray.Create(Rules.Asynchronous, Rules.AsyncVoid, Rules.OffLane);

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (ActorTypes.Of(start.Compilation) is not { } types)
                return;
            start.RegisterSymbolAction(symbol => CheckMethod(symbol, types), SymbolKind.Method);
            start.RegisterOperationAction(operation => CheckInner(operation, types), OperationKind.AnonymousFunction, OperationKind.LocalFunction);
        });
    }

    private static void CheckMethod(SymbolAnalysisContext context, ActorTypes types)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation) || !types.IsActor(method.ContainingType))
            return;
        if (Fault(method.PartialImplementationPart ?? method, !method.IsStatic, types) is { } rule)
            context.ReportDiagnostic(Diagnostic.Create(rule, method.Locations[0], method.Name));
    }

    private static void CheckInner(OperationAnalysisContext context, ActorTypes types)
    {
        if (!types.IsActor(context.ContainingSymbol.ContainingType))
            return;
        var function = HandlerCode.FunctionOf(context.Operation)!;
        var reachesActor = !function.IsStatic && HandlerCode.Holds(context.Operation, context.ContainingSymbol, types);
        if (Fault(function, reachesActor, types) is not { } rule)
            return;
        var place = context.Operation is ILocalFunctionOperation ? function.Locations[0] : context.Operation.Syntax.GetLocation();
        context.ReportDiagnostic(Diagnostic.Create(rule, place, HandlerCode.NameOf(function)));
    }

    /// <summary>A lambda that returns a task without being async is data for someone else; where it runs is <see cref="OffLaneAnalyzer"/>'s matter.</summary>
    private static DiagnosticDescriptor? Fault(IMethodSymbol function, bool reachesActor, ActorTypes types)
    {
        if (function.IsAsync && function.ReturnsVoid)
            return Rules.AsyncVoid;
        if (reachesActor && (function.IsAsync || (function.MethodKind != MethodKind.AnonymousFunction && types.IsTask(function.ReturnType))))
            return Rules.Asynchronous;
        return function.IsAsync && function.Parameters.Any(parameter => types.IsActor(parameter.Type)) ? Rules.OffLane : null;
    }
}
