namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>Events of the user data stream, in the WebSocket API's envelope or bare.</summary>
public static class UserEvents
{
    /// <exception cref="PayloadException">It is no event.</exception>
    public static DeliveredEvent Read(ReadOnlySpan<byte> utf8) => Delivered(Payload.Open("userEvent", utf8));

    internal static DeliveredEvent Delivered(WireValue root) =>
        root.Names("event") ? new DeliveredEvent(root.OptionalLong("subscriptionId"), Event(root["event"])) : new DeliveredEvent(null, Event(root));

    private static UserEvent Event(WireValue root)
    {
        var name = root.Text("e");
        return name switch
        {
            "executionReport" => Execution(root),
            "listStatus" => List(root),
            "outboundAccountPosition" => new AccountPosition(
                root.Time("E"), root.Time("u"), root.Items("B", static row => SpotAccount.Balance(row, "a", "f", "l"))),
            "balanceUpdate" => new BalanceUpdate(root.Time("E"), root.Text("a"), root.Amount("d"), root.Time("T")),
            "externalLockUpdate" => new ExternalLockUpdate(root.Time("E"), root.Text("a"), root.Amount("d"), root.Time("T")),
            "eventStreamTerminated" => new EventStreamTerminated(root.Time("E")),
            _ => new UnknownUserEvent(root.Time("E"), name),
        };
    }

    private static ExecutionReport Execution(WireValue root)
    {
        var execution = root.Word<SpotExecution>("x");
        var report = new ExecutionReport(
            root.Time("E"),
            root.Text("s"),
            root.Text("c"),
            SpotOrders.NoneIfEmpty(root.OptionalText("C")),
            root.Word<SpotSide>("S"),
            root.Word<SpotOrderType>("o"),
            root.Word<SpotTimeInForce>("f"),
            root.Size("q"),
            root.Size("p"),
            root.Size("P"),
            root.Size("F"),
            SpotOrders.NoneIfNegative(root.Long("g")),
            execution,
            root.Word<SpotOrderStatus>("X"),
            root.Text("r"),
            root.Long("i"),
            root.Size("l"),
            root.Size("z"),
            root.Size("L"),
            root.Amount("n"),
            root.OptionalText("N"),
            root.Time("T"),
            SpotOrders.NoneIfNegative(root.Long("t")),
            root.Long("I"),
            root.Flag("w"),
            root.Flag("m"),
            root.Time("O"),
            SpotOrders.KnownAmount(root["Z"]),
            root.Amount("Y"),
            root.Amount("Q"),
            root.OptionalTime("W"),
            root.Word<SpotSelfTrade>("V"),
            Prevention(root),
            root.OptionalLong("d"),
            root.OptionalTime("D"),
            root.OptionalLong("j"),
            root.OptionalLong("J"),
            root.OptionalText("eR"));
        return execution.Value == SpotExecution.Trade ? Complete(report, root) : report;
    }

    /// <summary>A trade's report must say which trade, how much, at what price and for which fee: without them no fill can be booked.</summary>
    private static ExecutionReport Complete(ExecutionReport report, WireValue root)
    {
        if (report.TradeId is null)
            throw root["t"].Fault("must be a trade's number in the report of a trade");
        if (report.LastQuantity.Mantissa == 0)
            throw root["l"].Fault("must be above zero in the report of a trade");
        if (report.LastPrice.Mantissa == 0)
            throw root["L"].Fault("must be above zero in the report of a trade");
        return report.CommissionAsset is not null || report.Commission == Domain.Instruments.Money.Zero
            ? report : throw root["n"].Fault("must name its asset in N");
    }

    private static PreventionDetail? Prevention(WireValue root)
    {
        var detail = new PreventionDetail(
            root.OptionalLong("v"), root.OptionalSize("A"), root.OptionalSize("B"), root.OptionalLong("u"), root.OptionalLong("U"), root.OptionalText("Cs"));
        return detail == new PreventionDetail(null, null, null, null, null, null) ? null : detail;
    }

    private static ListStatusReport List(WireValue root) => new(
        root.Time("E"),
        root.Text("s"),
        root.Long("g"),
        root.Word<SpotContingency>("c"),
        root.Word<SpotListStatus>("l"),
        root.Word<SpotListOrderStatus>("L"),
        root.Text("r"),
        root.Text("C"),
        root.Time("T"),
        root.Items("O", static order => new OrderKey(order.Text("s"), order.Long("i"), null, order.Text("c"), null, null)));
}
