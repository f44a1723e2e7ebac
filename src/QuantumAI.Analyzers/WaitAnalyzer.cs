using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace QuantumAI.Analyzers;

/// <summary>A handler neither waits for a task nor drops one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WaitAnalyzer : DiagnosticAnalyzer
{
    private static readonly string[] WaitMethods = ["Wait", "WaitAll", "WaitAny", "RunSynchronously"];

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rules.Waiting, Rules.Dropped);

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (ActorTypes.Of(start.Compilation) is not { } types)
                return;
            start.RegisterOperationAction(
                operation => CheckWait(operation, types), OperationKind.Await, OperationKind.Loop, OperationKind.Using, OperationKind.UsingDeclaration,
                OperationKind.PropertyReference, OperationKind.Invocation);
            start.RegisterOperationAction(statement => CheckDropped(statement, types), OperationKind.ExpressionStatement);
        });
    }

    private static void CheckWait(OperationAnalysisContext context, ActorTypes types)
    {
        if (WaitOf(context.Operation, types) is not { } wait || !HandlerCode.Holds(context.Operation, context.ContainingSymbol, types))
            return;
        if (!IsCompleted(context.Operation, types))
            context.ReportDiagnostic(Diagnostic.Create(Rules.Waiting, context.Operation.Syntax.GetLocation(), wait));
    }

    /// <summary>How an operation waits; null when it does not.</summary>
    private static string? WaitOf(IOperation operation, ActorTypes types) => operation switch
    {
        IAwaitOperation => "await",
        IForEachLoopOperation { IsAsynchronous: true } => "await foreach",
        IUsingOperation { IsAsynchronous: true } or IUsingDeclarationOperation { IsAsynchronous: true } => "await using",
        IPropertyReferenceOperation { Property: { Name: "Result" } property } when types.IsTask(property.ContainingType) => property.Name,
        IInvocationOperation { TargetMethod: { } method } when IsWait(method, types) => method.Name,
        _ => null,
    };

    private static bool IsWait(IMethodSymbol method, ActorTypes types) =>
        (types.IsTask(method.ContainingType) && WaitMethods.Contains(method.Name))
        || (method.Name == "GetResult" && method.ContainingType.AllInterfaces.Any(face => face.Name == "INotifyCompletion"));

    /// <summary>Reads the task that <c>PipeToSelf</c> hands to its delegate.</summary>
    private static bool IsCompleted(IOperation operation, ActorTypes types)
    {
        var source = operation;
        while (source is IInvocationOperation or IPropertyReferenceOperation)
            source = source is IInvocationOperation call ? call.Instance : ((IPropertyReferenceOperation)source).Instance;
        if (source is not IParameterReferenceOperation { Parameter: { } parameter })
            return false;
        for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is IAnonymousFunctionOperation lambda && SymbolEqualityComparer.Default.Equals(lambda.Symbol, parameter.ContainingSymbol))
                return HandlerCode.CallWith(lambda)?.TargetMethod is { Name: "PipeToSelf" } target && ActorTypes.Is(target.ContainingType, types.Context);
        }

        return false;
    }

    private static void CheckDropped(OperationAnalysisContext context, ActorTypes types)
    {
        var dropped = ((IExpressionStatementOperation)context.Operation).Operation;
        if (dropped is IAssignmentOperation assignment)
        {
            if (assignment.Target is not IDiscardOperation)
                return;
            dropped = assignment.Value;
        }

        while (dropped is IConversionOperation conversion)
            dropped = conversion.Operand;
        if (types.IsTask(dropped.Type) && HandlerCode.Holds(context.Operation, context.ContainingSymbol, types))
            context.ReportDiagnostic(Diagnostic.Create(Rules.Dropped, dropped.Syntax.GetLocation(), NameOf(dropped)));
    }

    private static string NameOf(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod.Name,
        IConditionalAccessOperation access => NameOf(access.WhenNotNull),
        _ => operation.Syntax.ToString(),
    };
}
