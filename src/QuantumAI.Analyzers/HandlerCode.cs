using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace QuantumAI.Analyzers;

/// <summary>Where an operation stands: in code that runs on a lane with an actor in reach, or beside it.</summary>
internal static class HandlerCode
{
    /// <summary>Instance code of an actor, and every lambda made into a behaviour, wherever that happens.</summary>
    /// <remarks>A static function is not: without the actor in reach it may do on other threads what it likes.</remarks>
    public static bool Holds(IOperation operation, ISymbol member, ActorTypes types)
    {
        for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is IAnonymousFunctionOperation && outer.Parent is IDelegateCreationOperation made && ActorTypes.Is(made.Type, types.Receive))
                return true;
            if (FunctionOf(outer) is { IsStatic: true })
                return false;
        }

        return !member.IsStatic && types.IsActor(member.ContainingType);
    }

    /// <summary>The lambda or local function that an operation declares.</summary>
    public static IMethodSymbol? FunctionOf(IOperation operation) => operation switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        ILocalFunctionOperation local => local.Symbol,
        _ => null,
    };

    /// <summary>The call whose argument the lambda is.</summary>
    public static IInvocationOperation? CallWith(IAnonymousFunctionOperation lambda) =>
        lambda.Parent is IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation call } } ? call : null;

    public static string NameOf(IMethodSymbol function) => function.MethodKind == MethodKind.AnonymousFunction ? "lambda" : function.Name;
}
