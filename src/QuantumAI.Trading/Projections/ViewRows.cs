namespace QuantumAI.Trading.Projections;

/// <summary>An order in its last state. Amounts are exact decimal text, enums are by name.</summary>
/// <param name="Position">Of the intent.</param>
/// <param name="VenueOrderId">Empty until the venue took it.</param>
/// <param name="Reason">Why it was intended, or why it ended.</param>
public sealed record OrderRow(
    long Position, string Account, string ClientOrderId, string Agent, string Symbol, string Side, string Type, string Quantity, bool ReduceOnly,
    string Reference, string Status, string Filled, string QuoteFilled, string VenueOrderId, string Reason, long IntendedNanos, long UpdatedNanos)
{
    public ViewRow ToRow() => new(ViewTables.Orders,
    [
        Position, Account, ClientOrderId, Agent, Symbol, Side, Type, Quantity, ReduceOnly,
        Reference, Status, Filled, QuoteFilled, VenueOrderId, Reason, IntendedNanos, UpdatedNanos,
    ]);

    public static OrderRow From(ViewRow row)
    {
        var v = row.Values;
        return new(
            v[0].Number, v[1].Text, v[2].Text, v[3].Text, v[4].Text, v[5].Text, v[6].Text, v[7].Text, v[8].Truth,
            v[9].Text, v[10].Text, v[11].Text, v[12].Text, v[13].Text, v[14].Text, v[15].Number, v[16].Number);
    }
}

/// <summary>A trade of ours.</summary>
/// <param name="Nanos">World time at which it was booked.</param>
/// <param name="Causation">How it was learnt of; empty in journals of earlier builds.</param>
public sealed record FillRow(
    long Position, string Account, string ClientOrderId, string Agent, string Symbol, string Side, long TradeId, string Price, string Quantity,
    string QuoteQuantity, string Fee, string FeeAsset, long VenueNanos, long Nanos, string Causation)
{
    public ViewRow ToRow() => new(ViewTables.Fills,
    [
        Position, Account, ClientOrderId, Agent, Symbol, Side, TradeId, Price, Quantity,
        QuoteQuantity, Fee, FeeAsset, VenueNanos, Nanos, Causation,
    ]);

    public static FillRow From(ViewRow row)
    {
        var v = row.Values;
        return new(
            v[0].Number, v[1].Text, v[2].Text, v[3].Text, v[4].Text, v[5].Text, v[6].Number, v[7].Text, v[8].Text,
            v[9].Text, v[10].Text, v[11].Text, v[12].Number, v[13].Number, v[14].Text);
    }
}

/// <summary>What an agent holds of an instrument; a flat position keeps its row and its realised profit.</summary>
public sealed record PositionRow(
    string Account, string Agent, string Symbol, string Quantity, string Cost, string RealisedPnl, long OpenedNanos, bool IsDust, long UpdatedNanos)
{
    public ViewRow ToRow() => new(ViewTables.Positions, [Account, Agent, Symbol, Quantity, Cost, RealisedPnl, OpenedNanos, IsDust, UpdatedNanos]);

    public static PositionRow From(ViewRow row)
    {
        var v = row.Values;
        return new(v[0].Text, v[1].Text, v[2].Text, v[3].Text, v[4].Text, v[5].Text, v[6].Number, v[7].Truth, v[8].Number);
    }
}

/// <summary>A point of an account's equity curve, in its base currency.</summary>
public sealed record EquityRow(long Position, string Account, long Nanos, string Equity, string DayStart, string High, string Day)
{
    public ViewRow ToRow() => new(ViewTables.Equity, [Position, Account, Nanos, Equity, DayStart, High, Day]);

    public static EquityRow From(ViewRow row)
    {
        var v = row.Values;
        return new(v[0].Number, v[1].Text, v[2].Number, v[3].Text, v[4].Text, v[5].Text, v[6].Text);
    }
}

/// <summary>What risk decided about a request.</summary>
/// <param name="Kind"><c>intended</c> or <c>denied</c>.</param>
/// <param name="ClientOrderId">Empty when denied.</param>
/// <param name="Code">The denial's number; 0 when intended.</param>
/// <param name="Rule">The denial's name; empty when intended.</param>
/// <param name="Reason">The agent's reason, or the denial's figures.</param>
/// <param name="Causation">What led to it; empty in journals of earlier builds.</param>
/// <param name="Correlation">The order, or the agent's book; empty in journals of earlier builds.</param>
public sealed record DecisionRow(
    long Position, string Account, string Kind, string Agent, string Symbol, string Side, string Quantity, string ClientOrderId,
    long Code, string Rule, string Reason, string Causation, string Correlation, long Nanos)
{
    public ViewRow ToRow() => new(ViewTables.Decisions,
        [Position, Account, Kind, Agent, Symbol, Side, Quantity, ClientOrderId, Code, Rule, Reason, Causation, Correlation, Nanos]);

    public static DecisionRow From(ViewRow row)
    {
        var v = row.Values;
        return new(
            v[0].Number, v[1].Text, v[2].Text, v[3].Text, v[4].Text, v[5].Text, v[6].Text, v[7].Text,
            v[8].Number, v[9].Text, v[10].Text, v[11].Text, v[12].Text, v[13].Number);
    }
}
