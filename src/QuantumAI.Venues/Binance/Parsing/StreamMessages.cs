namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>Messages of market streams, single or combined, and answers to requests on the same connection.</summary>
public static class StreamMessages
{
    /// <exception cref="PayloadException">It is none of them.</exception>
    public static StreamMessage Read(ReadOnlySpan<byte> utf8)
    {
        var root = Payload.Open("stream", utf8);
        if (root.IsArray)
            return Message(null, root);
        if (root.Names("stream"))
            return Message(root.Text("stream"), root["data"]);
        return root.Names("result") || root.Names("error") || root.Names("code") || (root.Names("id") && !root.Names("e")) ? Answer(root) : Message(null, root);
    }

    private static StreamMessage Message(string? stream, WireValue data)
    {
        if (data.IsArray)
            return new TickerListMessage(stream, data.Items(item => Message(stream, item)));
        if (data.Find("e") is { } name)
            return Event(stream, data, name.Text());
        if (data.Names("lastUpdateId"))
            return new PartialBookMessage(stream, SpotMarket.Book(data));
        return data.Names("u") && data.Names("b")
            ? new BookTickerMessage(stream, data.Long("u"), new BestPrices(data.Text("s"), data.Size("b"), data.Size("B"), data.Size("a"), data.Size("A")))
            : new UnknownStreamMessage(stream, "");
    }

    private static StreamMessage Event(string? stream, WireValue data, string name) => name switch
    {
        "trade" => new TradeMessage(
            stream, data.Time("E"), data.Text("s"), data.Long("t"), SpotMarket.Positive(data["p"]), data.Size("q"), data.Time("T"), data.Flag("m")),
        "aggTrade" => new AggregateTradeMessage(stream, data.Time("E"), data.Text("s"), new AggregateTrade(
            data.Long("a"), SpotMarket.Positive(data["p"]), data.Size("q"), data.Long("f"), data.Long("l"), data.Time("T"), data.Flag("m"))),
        "kline" => Kline(stream, data),
        "24hrMiniTicker" => new MiniTickerMessage(
            stream, data.Time("E"), data.Text("s"), data.Size("c"), data.Size("o"), data.Size("h"), data.Size("l"), data.Amount("v"), data.Amount("q")),
        "24hrTicker" or "1hTicker" or "4hTicker" or "1dTicker" => Ticker(stream, data, name),
        "depthUpdate" => new DepthUpdateMessage(
            stream, data.Time("E"), data.Text("s"), data.Long("U"), data.Long("u"), data.Items("b", SpotMarket.Level), data.Items("a", SpotMarket.Level)),
        "avgPrice" => new AveragePriceMessage(stream, data.Time("E"), data.Text("s"), data.Text("i"), data.Size("w"), data.Time("T")),
        "referencePrice" => new ReferencePriceMessage(stream, data.Text("s"), data.Find("r") is { } price ? SpotMarket.Positive(price) : null, data.Time("t")),
        "serverShutdown" => new ServerShutdownMessage(stream, data.Time("E")),
        _ => new UnknownStreamMessage(stream, name),
    };

    private static KlineMessage Kline(string? stream, WireValue data)
    {
        var bar = data["k"];
        return new KlineMessage(
            stream,
            data.Time("E"),
            data.Text("s"),
            bar.Text("i"),
            new Kline(
                bar.Time("t"), bar.Size("o"), bar.Size("h"), bar.Size("l"), bar.Size("c"), bar.Amount("v"), bar.Time("T"), bar.Amount("q"), bar.Long("n"), bar.Amount("V"), bar.Amount("Q")),
            bar.Long("f"),
            bar.Long("L"),
            bar.Flag("x"));
    }

    private static TickerMessage Ticker(string? stream, WireValue data, string name) => new(stream, data.Time("E"), name, new Ticker(
        data.Text("s"),
        data.Size("o"),
        data.Size("h"),
        data.Size("l"),
        data.Size("c"),
        data.Amount("v"),
        data.Amount("q"),
        data.Time("O"),
        data.Time("C"),
        data.Long("F"),
        data.Long("L"),
        data.Long("n"),
        new TickerDetail(
            data.Decimal("p"),
            data.Decimal("P"),
            data.Size("w"),
            data.OptionalSize("x"),
            data.OptionalSize("Q"),
            data.OptionalSize("b"),
            data.OptionalSize("B"),
            data.OptionalSize("a"),
            data.OptionalSize("A"))));

    private static StreamAnswer Answer(WireValue root)
    {
        var error = root.Find("error") ?? (root.Names("code") ? root : null);
        var streams = root.Find("result") is { IsArray: true } list ? list.Items(static item => item.Text()) : [];
        return new StreamAnswer(WsApiAnswer.IdOf(root), error is { } told ? SpotOrders.Error(told) : null, streams);
    }
}
