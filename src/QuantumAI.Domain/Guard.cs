using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace QuantumAI.Domain;

/// <summary>Invariants that stay on in release builds. A broken one is a defect: the scope that owns the state stops trading.</summary>
public static class Guard
{
    /// <summary>Throws when <paramref name="holds"/> is false.</summary>
    /// <param name="holds">The condition.</param>
    /// <param name="rule">The invariant in words, for example “free balance is never negative”.</param>
    /// <param name="expression">Filled in by the compiler.</param>
    /// <exception cref="InvariantViolationException">The invariant does not hold.</exception>
    public static void That(
        [DoesNotReturnIf(false)] bool holds,
        string rule,
        [CallerArgumentExpression(nameof(holds))] string expression = "")
    {
        if (!holds)
            throw new InvariantViolationException($"broken invariant: {rule} ({expression})");
    }

    /// <summary>The same with figures in the rule, which are put into words only when it is broken.</summary>
    public static void That(
        [DoesNotReturnIf(false)] bool holds,
        [InterpolatedStringHandlerArgument(nameof(holds))] ref BrokenRule rule,
        [CallerArgumentExpression(nameof(holds))] string expression = "")
    {
        if (!holds)
            That(holds, rule.ToStringAndClear(), expression);
    }

    /// <summary>The words of a broken rule; the compiler builds them only when the condition is false.</summary>
    [InterpolatedStringHandler]
    public ref struct BrokenRule
    {
        private DefaultInterpolatedStringHandler _words;

        public BrokenRule(int literalLength, int formattedCount, bool holds, out bool isBroken)
        {
            isBroken = !holds;
            _words = isBroken ? new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture) : default;
        }

        public void AppendLiteral(string value) => _words.AppendLiteral(value);

        public void AppendFormatted<T>(T value) => _words.AppendFormatted(value);

        internal string ToStringAndClear() => _words.ToStringAndClear();
    }
}

/// <summary>An invariant of the program does not hold; never caught to continue with the same state.</summary>
public sealed class InvariantViolationException : Exception
{
    public InvariantViolationException()
    {
    }

    public InvariantViolationException(string message)
        : base(message)
    {
    }

    public InvariantViolationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
