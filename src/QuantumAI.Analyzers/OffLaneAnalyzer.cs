using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace QuantumAI.Analyzers;

/// <summary>What runs beside the lane does not reach the actor.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OffLaneAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rules.OffLane);

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (ActorTypes.Of(start.Compilation) is { } types)
                start.RegisterOperationAction(operation => Check(operation, types), OperationKind.DelegateCreation);
        });
    }

    private static void Check(OperationAnalysisContext context, ActorTypes types)
    {
        var made = (IDelegateCreationOperation)context.Operation;
        if (made.Parent is not IArgumentOperation argument || !RunsBesideTheLane(argument, types))
            return;
        if (!HandlerCode.Holds(made, context.ContainingSymbol, types) || ReachOf(made.Target, context.ContainingSymbol) is not { } reach)
            return;
        context.ReportDiagnostic(Diagnostic.Create(Rules.OffLane, reach.Syntax.GetLocation(), reach.Syntax.ToString()));
    }

    private static bool RunsBesideTheLane(IArgumentOperation argument, ActorTypes types) => argument.Parent switch
    {
        IObjectCreationOperation made => types.IsThreads(made.Type),
        IInvocationOperation { TargetMethod: { } method } when ActorTypes.Is(method.ContainingType, types.Context) =>
            method.Name == "PipeToSelf" || (method.Name == "Ask" && argument.Parameter?.Name == "answered"),
        IInvocationOperation { TargetMethod: { } method } => types.IsThreads(method.ContainingType),
        _ => false,
    };

    /// <summary>The first place where the delegate's code has the actor in its hands.</summary>
    private static IOperation? ReachOf(IOperation target, ISymbol member) => target switch
    {
        IMethodReferenceOperation { Instance: IInstanceReferenceOperation } own => own,
        IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction, IsStatic: false } } local => local,
        IAnonymousFunctionOperation { Symbol.IsStatic: false } lambda => lambda.Body.Descendants().FirstOrDefault(part => IsActorState(part, member)),
        _ => null,
    };

    /// <summary>The actor itself, or a parameter of its primary constructor, which is a field in all but name.</summary>
    private static bool IsActorState(IOperation operation, ISymbol member) => operation switch
    {
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => !IsOnlyNamed(operation),
        IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor } =>
            member is IMethodSymbol && !SymbolEqualityComparer.Default.Equals(constructor, member),
        _ => false,
    };

    private static bool IsOnlyNamed(IOperation? operation)
    {
        while (operation is not null and not INameOfOperation)
            operation = operation.Parent;
        return operation is not null;
    }
}
