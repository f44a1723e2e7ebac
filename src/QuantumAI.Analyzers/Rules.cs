using Microsoft.CodeAnalysis;

namespace QuantumAI.Analyzers;

/// <summary>What is refused, in the compiler's form. All are errors: a warning would be a rule that a suppression file can wear away.</summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor Asynchronous = Rule(
        "QAI0001", "A handler is asynchronous",
        "'{0}' of an actor must return at once: make it static with all it needs as parameters, and bring its end back with PipeToSelf",
        "After an await the lane has gone on: other messages were handled, another thread may be running, and the actor's fields are not the ones that the method began with. "
        + "An instance method or local function of an actor is therefore neither async nor returns a task, and an async lambda is static or inside a static member.");

    public static readonly DiagnosticDescriptor AsyncVoid = Rule(
        "QAI0002", "An actor has an async function without a task",
        "'{0}' is async and returns void: nobody learns of its end or its exception; return a task from a static method and bring its end back with PipeToSelf",
        "The exception of such a function ends the process instead of reaching the actor's supervision. A lambda is one when its delegate returns void.");

    public static readonly DiagnosticDescriptor Waiting = Rule(
        "QAI0003", "A handler waits",
        "'{0}' makes a handler wait: bring the end of the work back with PipeToSelf",
        "A handler that waits stops every actor of its lane, and deadlocks when the work needs the lane. "
        + "The completed task that PipeToSelf hands to its delegate may be read: there is nothing to wait for.");

    public static readonly DiagnosticDescriptor Dropped = Rule(
        "QAI0004", "A handler drops a task",
        "The task of '{0}' is dropped, and with it the outcome: bring it back with PipeToSelf",
        "Nobody learns that the work ended or failed, and in the virtual world nobody sees that it cannot be repeated. This holds for a lambda given to Become too: "
        + "Receive<T> returns void, so that a lambda which only makes a task compiles.");

    public static readonly DiagnosticDescriptor OffLane = Rule(
        "QAI0005", "Code outside the lane reaches the actor",
        "'{0}' reaches the actor from outside its lane: hand over values (copy a field to a local variable), make the function static",
        "Delegates given to PipeToSelf, to the answer of Ask, to tasks, threads and timers run beside the lane, whatever the actor does meanwhile. "
        + "So does static async work that is handed the actor itself.");

    public static readonly DiagnosticDescriptor Protocol = Rule(
        "QAI0006", "A protocol says nothing",
        "'{0}' is no protocol: name the messages that are understood",
        "A mailbox of objects takes what its actor cannot handle, and the compiler cannot tell. A task is no message: it has not happened yet. "
        + "Nor may a public Tell take an object.");

    public static readonly DiagnosticDescriptor TaskInMessage = Rule(
        "QAI0007", "A message holds a task",
        "'{0}' of a message is a task: send the result when it is there, or a ReplyTo",
        "Whoever receives it could only wait for it, and no journal can write it. Looked at: the protocol's own fields and properties, and those of the messages nested in it.");

    private static DiagnosticDescriptor Rule(string id, string title, string message, string why) =>
        new(id, title, message, "Actors", DiagnosticSeverity.Error, isEnabledByDefault: true, description: why);
}
