using QuantumAI.Domain.Execution;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Trading.Market;

namespace QuantumAI.Trading.Execution;

/// <summary>Works an order off in smaller ones from here on; answered by <see cref="AlgorithmStarted"/> or <see cref="OrderDenied"/> in the account's stream.</summary>
/// <param name="Market">The market now: its middle is the price at arrival.</param>
public sealed record StartAlgorithm(ParentOrder Parent, MarketView Market) : ExecutionMessage;

/// <summary>Ends the work on an order: nothing more is sent, what is open is canceled.</summary>
public sealed record StopAlgorithm(string AlgorithmId, string Reason) : ExecutionMessage;
