using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Instruments.Filters;

/// <summary>The first filter that an order does not pass, and why.</summary>
public readonly record struct FilterFault(FilterKind Kind, OrderFault Fault)
{
    public override string ToString() => $"{Kind}: {Fault}";
}
