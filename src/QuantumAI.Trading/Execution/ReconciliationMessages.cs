namespace QuantumAI.Trading.Execution;

/// <summary>What the reconciliation understands.</summary>
public abstract record ReconciliationMessage;

/// <summary>The venue said something; what it means for known orders is booked.</summary>
public sealed record ReportHeard(VenueReport Report) : ReconciliationMessage;

/// <summary>The books are to be compared with the venue's now.</summary>
public sealed record ComparisonDue : ReconciliationMessage;
