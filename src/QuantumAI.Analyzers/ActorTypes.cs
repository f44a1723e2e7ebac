using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace QuantumAI.Analyzers;

/// <summary>The types that the rules speak of, as one compilation knows them.</summary>
internal sealed class ActorTypes
{
    private const string Actors = "QuantumAI.Runtime.Actors.";

    private static readonly string[] ProtocolUsers =
        ["Actor`1", "ActorRef`1", "ActorContext`1", "Props`1", "Receive`1", "ReplyTo`1"];

    private static readonly string[] TaskNames = ["Task", "Task`1", "ValueTask", "ValueTask`1"];

    private static readonly string[] ThreadNames =
        ["Thread", "ThreadPool", "Timer", "Tasks.Task", "Tasks.Task`1", "Tasks.TaskFactory", "Tasks.TaskFactory`1", "Tasks.Parallel"];

    private readonly INamedTypeSymbol _actor;
    private readonly ImmutableHashSet<ISymbol> _protocolUsers;
    private readonly ImmutableHashSet<ISymbol> _tasks;
    private readonly ImmutableHashSet<ISymbol> _threads;

    private ActorTypes(INamedTypeSymbol actor, Compilation compilation)
    {
        _actor = actor;
        Receive = compilation.GetTypeByMetadataName(Actors + "Receive`1");
        Context = compilation.GetTypeByMetadataName(Actors + "ActorContext`1");
        Reference = compilation.GetTypeByMetadataName(Actors + "ActorRef");
        _protocolUsers = Find(compilation, Actors, ProtocolUsers)
            .Union(Find(compilation, "QuantumAI.Runtime.Persistence.", ["PersistentActor`3"]));
        _tasks = Find(compilation, "System.Threading.Tasks.", TaskNames);
        _threads = Find(compilation, "System.Threading.", ThreadNames);
    }

    public INamedTypeSymbol? Receive { get; }

    public INamedTypeSymbol? Context { get; }

    public INamedTypeSymbol? Reference { get; }

    /// <summary>Null where no actor can be: the compilation does not know the runtime.</summary>
    public static ActorTypes? Of(Compilation compilation) =>
        compilation.GetTypeByMetadataName(Actors + "Actor`1") is { } actor ? new ActorTypes(actor, compilation) : null;

    public bool IsActor(ITypeSymbol? type) => ActorBase(type) is not null;

    /// <summary>The <c>Actor&lt;T&gt;</c> that a type is or derives from.</summary>
    public INamedTypeSymbol? ActorBase(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (Is(type, _actor))
                return (INamedTypeSymbol)type;
        }

        return null;
    }

    public bool IsTask(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (_tasks.Contains(type.OriginalDefinition))
                return true;
        }

        return false;
    }

    /// <summary>A type whose first argument is a protocol.</summary>
    public bool IsProtocolUser(INamedTypeSymbol type) => _protocolUsers.Contains(type.OriginalDefinition);

    /// <summary>A type whose methods run delegates on other threads.</summary>
    public bool IsThreads(ITypeSymbol? type) => type is not null && _threads.Contains(type.OriginalDefinition);

    public static bool IsObject(ITypeSymbol type) => type.SpecialType == SpecialType.System_Object || type.TypeKind == TypeKind.Dynamic;

    public static bool Is(ITypeSymbol? type, INamedTypeSymbol? definition) =>
        definition is not null && SymbolEqualityComparer.Default.Equals(type?.OriginalDefinition, definition);

    private static ImmutableHashSet<ISymbol> Find(Compilation compilation, string space, string[] names) => names
        .Select(name => compilation.GetTypeByMetadataName(space + name)).OfType<ISymbol>().ToImmutableHashSet(SymbolEqualityComparer.Default);
}
