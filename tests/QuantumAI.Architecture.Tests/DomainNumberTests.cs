using System.Reflection;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Architecture.Tests;

/// <summary>Money is exact: no floating point in what accounts are made of.</summary>
public sealed class DomainNumberTests
{
    private static readonly string[] ExactNamespaces =
        ["QuantumAI.Domain.Ledger", "QuantumAI.Domain.Positions", "QuantumAI.Domain.Orders", "QuantumAI.Domain.Instruments", "QuantumAI.Domain.Portfolio"];

    private static readonly string[] InexactNames = ["Plain", "<Auto>", "_inside", "<Maybe>"];

    [Fact]
    public void books_must_hold_no_floating_point_and_no_decimal() => Assert.Empty(
        typeof(Order).Assembly.GetTypes().Where(type => ExactNamespaces.Contains(type.Namespace)).SelectMany(InexactFields));

    [Fact]
    public void every_namespace_must_be_looked_at() =>
        Assert.All(ExactNamespaces, space => Assert.Contains(typeof(Order).Assembly.GetTypes(), type => type.Namespace == space));

    [Fact]
    public void checker_must_find_inexact_fields_however_they_are_written()
    {
        var found = InexactFields(typeof(Inexact)).ToList();
        Assert.Equal(4, found.Count);
        Assert.All(InexactNames, name => Assert.Contains(found, field => field.Contains(name, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> InexactFields(Type type) => type
        .GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Where(field => IsInexact(field.FieldType)).Select(field => $"{type.FullName}.{field.Name}: {field.FieldType}");

    private static bool IsInexact(Type type) =>
        type == typeof(double) || type == typeof(float) || type == typeof(decimal) || type == typeof(Half)
        || (type.HasElementType && IsInexact(type.GetElementType()!))
        || (type.IsGenericType && type.GetGenericArguments().Any(IsInexact));

    private sealed record Inexact(long Exact, double Auto)
    {
        public readonly float Plain = 1;

        private readonly Dictionary<string, decimal[]> _inside = [];

        public double? Maybe { get; init; }

        public double Shown => _inside.Count + Exact;
    }
}
