using QuantumAI.Domain.Instruments;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Symbols;
using Facts = System.Collections.Generic.Dictionary<string, object?>;

namespace QuantumAI.Venues.Tests.Binance;

/// <summary>What was read, under the payload's names.</summary>
internal static class ReadFacts
{
    public static Facts Of(OrderReport report)
    {
        var facts = Of(report.Key);
        facts["transactTime"] = new Moment(report.Key.TimeNanos);
        if (report.State is not { } state)
            return facts;
        foreach (var (name, value) in new Facts
        {
            ["side"] = state.Side,
            ["type"] = state.Type,
            ["timeInForce"] = state.TimeInForce,
            ["status"] = state.Status,
            ["price"] = state.Price,
            ["origQty"] = state.Quantity,
            ["executedQty"] = state.Filled,
            ["cummulativeQuoteQty"] = state.QuoteFilled,
            ["origQuoteOrderQty"] = state.QuoteQuantity,
            ["stopPrice"] = state.Stop,
            ["icebergQty"] = state.Iceberg,
            ["trailingDelta"] = state.TrailingBps,
            ["trailingTime"] = new Moment(state.TrailingNanos),
            ["time"] = new Moment(state.CreatedNanos),
            ["updateTime"] = new Moment(state.UpdatedNanos),
            ["isWorking"] = state.IsWorking,
            ["workingTime"] = new Moment(state.WorkingNanos),
            ["selfTradePreventionMode"] = state.SelfTrade,
            ["preventedMatchId"] = state.PreventedMatchId,
            ["preventedQuantity"] = state.Prevented,
            ["strategyId"] = state.StrategyId,
            ["strategyType"] = state.StrategyType,
        })
            facts[name] = value;
        return facts;
    }

    public static Facts Of(OrderListReport list) => new()
    {
        ["orderListId"] = list.ListId,
        ["contingencyType"] = list.Contingency,
        ["listStatusType"] = list.Status,
        ["listOrderStatus"] = list.OrderStatus,
        ["listClientOrderId"] = list.ListClientOrderId,
        ["transactionTime"] = new Moment(list.TimeNanos),
        ["symbol"] = list.Symbol,
        ["orders"] = list.Orders.Select(Of),
        ["orderReports"] = list.Reports.Select(Of),
    };

    public static Facts Of(AmendReport amend) =>
        new() { ["transactTime"] = new Moment(amend.TimeNanos), ["executionId"] = amend.ExecutionId, ["amendedOrder"] = Of(amend.Order) };

    public static Facts Of(OrderCommission rates) => new()
    {
        ["standardCommissionForOrder"] = Of(rates.Standard),
        ["taxCommissionForOrder"] = Of(rates.Tax),
        ["specialCommissionForOrder"] = Of(rates.Special),
        ["discount"] = new Facts
        {
            ["enabledForAccount"] = rates.Discount!.EnabledForAccount,
            ["enabledForSymbol"] = rates.Discount.EnabledForSymbol,
            ["discountAsset"] = rates.Discount.Asset,
            ["discount"] = rates.Discount.Rate,
        },
    };

    public static Facts Of(PreventedMatch match) => new()
    {
        ["symbol"] = match.Symbol,
        ["preventedMatchId"] = match.PreventedMatchId,
        ["takerOrderId"] = match.TakerOrderId,
        ["makerSymbol"] = match.MakerSymbol,
        ["makerOrderId"] = match.MakerOrderId,
        ["tradeGroupId"] = match.TradeGroupId,
        ["selfTradePreventionMode"] = match.SelfTrade,
        ["price"] = match.Price,
        ["makerPreventedQuantity"] = match.MakerPrevented,
        ["transactTime"] = new Moment(match.TimeNanos),
    };

    public static Facts Of(KeyPermissions key) => new()
    {
        ["ipRestrict"] = key.IsIpRestricted,
        ["createTime"] = new Moment(key.CreatedNanos),
        ["enableReading"] = key.CanRead,
        ["enableWithdrawals"] = key.CanWithdraw,
        ["enableInternalTransfer"] = key.CanTransferInternally,
        ["permitsUniversalTransfer"] = key.CanTransferUniversally,
        ["enableSpotAndMarginTrading"] = key.CanTradeSpotAndMargin,
        ["enableMargin"] = key.CanTradeMargin,
        ["enableFutures"] = key.CanTradeFutures,
        ["enableVanillaOptions"] = key.CanTradeOptions,
        ["enablePortfolioMarginTrading"] = key.CanTradePortfolioMargin,
    };

    public static Facts Of(RateLimit limit) => new()
    {
        ["rateLimitType"] = limit.Kind,
        ["interval"] = limit.Interval,
        ["intervalNum"] = limit.IntervalNumber,
        ["limit"] = limit.Limit,
        ["count"] = limit.Count,
    };

    public static Facts Of(BestPrices best) => new()
    {
        ["symbol"] = best.Symbol,
        ["bidPrice"] = best.Bid,
        ["bidQty"] = best.BidSize,
        ["askPrice"] = best.Ask,
        ["askQty"] = best.AskSize,
    };

    public static Facts Of(LastPrice last) => new() { ["symbol"] = last.Symbol, ["price"] = last.Price };

    public static Facts Of(ReferencePrice reference) =>
        new() { ["symbol"] = reference.Symbol, ["referencePrice"] = reference.Price, ["timestamp"] = new Moment(reference.TimeNanos) };

    public static Facts Of(SymbolRules rules) => new()
    {
        ["symbol"] = rules.Symbol,
        ["rules"] = rules.Rules.Select(rule => new Facts
        {
            ["ruleType"] = rule.Rule,
            ["bidLimitMultUp"] = rule.BidUp,
            ["bidLimitMultDown"] = rule.BidDown,
            ["askLimitMultUp"] = rule.AskUp,
            ["askLimitMultDown"] = rule.AskDown,
        }),
    };

    public static Facts Of(PublicTrade trade) => new()
    {
        ["id"] = trade.TradeId,
        ["price"] = trade.Price,
        ["qty"] = trade.Quantity,
        ["quoteQty"] = trade.QuoteQuantity,
        ["time"] = new Moment(trade.TimeNanos),
        ["isBuyerMaker"] = trade.IsBuyerMaker,
        ["isBestMatch"] = trade.IsBestMatch,
    };

    public static object?[] Of(Kline kline) =>
    [
        new Moment(kline.OpenNanos), kline.Open, kline.High, kline.Low, kline.Close, kline.Volume, new Moment(kline.CloseNanos), kline.QuoteVolume, kline.Trades,
        kline.TakerBuyVolume, kline.TakerBuyQuoteVolume, new Unused(),
    ];

    public static Facts Of(BookSnapshot book) =>
        new() { ["lastUpdateId"] = book.LastUpdateId, ["bids"] = Levels(book.Bids), ["asks"] = Levels(book.Asks) };

    public static Facts Of(Ticker ticker) => new()
    {
        ["symbol"] = ticker.Symbol,
        ["openPrice"] = ticker.Open,
        ["highPrice"] = ticker.High,
        ["lowPrice"] = ticker.Low,
        ["lastPrice"] = ticker.Last,
        ["volume"] = ticker.Volume,
        ["quoteVolume"] = ticker.QuoteVolume,
        ["openTime"] = new Moment(ticker.OpenNanos),
        ["closeTime"] = new Moment(ticker.CloseNanos),
        ["firstId"] = ticker.FirstTradeId,
        ["lastId"] = ticker.LastTradeId,
        ["count"] = ticker.Trades,
        ["priceChange"] = ticker.Detail?.Change,
        ["priceChangePercent"] = ticker.Detail?.ChangePercent,
        ["weightedAvgPrice"] = ticker.Detail?.WeightedAverage,
    };

    public static Facts Of(ExchangeInfo info) => new()
    {
        ["timezone"] = new Unused(),
        ["serverTime"] = new Moment(info.ServerNanos),
        ["rateLimits"] = info.RateLimits.Select(Of),
        ["exchangeFilters"] = Array.Empty<object>(),
        ["symbols"] = info.Symbols.Select(Of),
        ["sors"] = new Unused(),
    };

    public static object Of(StreamMessage message) => message switch
    {
        BookTickerMessage ticker => new Facts
        {
            ["u"] = ticker.UpdateId,
            ["s"] = ticker.Prices.Symbol,
            ["b"] = ticker.Prices.Bid,
            ["B"] = ticker.Prices.BidSize,
            ["a"] = ticker.Prices.Ask,
            ["A"] = ticker.Prices.AskSize,
        },
        PartialBookMessage partial => Of(partial.Book),
        KlineMessage kline => new Facts
        {
            ["e"] = "kline",
            ["E"] = new Moment(kline.EventNanos),
            ["s"] = kline.Symbol,
            ["k"] = new Facts
            {
                ["t"] = new Moment(kline.Kline.OpenNanos),
                ["T"] = new Moment(kline.Kline.CloseNanos),
                ["s"] = kline.Symbol,
                ["i"] = kline.Interval,
                ["f"] = kline.FirstTradeId,
                ["L"] = kline.LastTradeId,
                ["o"] = kline.Kline.Open,
                ["c"] = kline.Kline.Close,
                ["h"] = kline.Kline.High,
                ["l"] = kline.Kline.Low,
                ["v"] = kline.Kline.Volume,
                ["n"] = kline.Kline.Trades,
                ["x"] = kline.IsClosed,
                ["q"] = kline.Kline.QuoteVolume,
                ["V"] = kline.Kline.TakerBuyVolume,
                ["Q"] = kline.Kline.TakerBuyQuoteVolume,
                ["B"] = new Unused(),
            },
        },
        TickerMessage { Ticker: { Detail: { } detail } ticker } rolling => new Facts
        {
            ["e"] = rolling.Window,
            ["E"] = new Moment(rolling.EventNanos),
            ["s"] = ticker.Symbol,
            ["p"] = detail.Change,
            ["P"] = detail.ChangePercent,
            ["w"] = detail.WeightedAverage,
            ["x"] = detail.PreviousClose,
            ["c"] = ticker.Last,
            ["Q"] = detail.LastQuantity,
            ["b"] = detail.Bid,
            ["B"] = detail.BidSize,
            ["a"] = detail.Ask,
            ["A"] = detail.AskSize,
            ["o"] = ticker.Open,
            ["h"] = ticker.High,
            ["l"] = ticker.Low,
            ["v"] = ticker.Volume,
            ["q"] = ticker.QuoteVolume,
            ["O"] = new Moment(ticker.OpenNanos),
            ["C"] = new Moment(ticker.CloseNanos),
            ["F"] = ticker.FirstTradeId,
            ["L"] = ticker.LastTradeId,
            ["n"] = ticker.Trades,
        },
        UnknownStreamMessage unknown => new Facts { ["e"] = unknown.Name, ["E"] = new Unused(), ["l"] = new Unused(), ["s"] = new Unused() },
        _ => throw new ArgumentOutOfRangeException(nameof(message), message, "no facts are written for it"),
    };

    public static Facts Of(UserEvent message) => message switch
    {
        BalanceUpdate balance => new Facts
        {
            ["e"] = "balanceUpdate",
            ["E"] = new Moment(balance.EventNanos),
            ["a"] = balance.Asset,
            ["d"] = balance.Delta,
            ["T"] = new Moment(balance.ClearNanos),
        },
        ExecutionReport report => new Facts
        {
            ["e"] = "executionReport",
            ["E"] = new Moment(report.EventNanos),
            ["s"] = report.Symbol,
            ["c"] = report.ClientOrderId,
            ["S"] = report.Side,
            ["o"] = report.Type,
            ["f"] = report.TimeInForce,
            ["q"] = report.Quantity,
            ["p"] = report.Price,
            ["P"] = report.Stop,
            ["F"] = report.Iceberg,
            ["g"] = report.ListId,
            ["C"] = report.OriginalClientOrderId,
            ["x"] = report.Execution,
            ["X"] = report.Status,
            ["r"] = report.RejectReason,
            ["i"] = report.OrderId,
            ["l"] = report.LastQuantity,
            ["z"] = report.Filled,
            ["L"] = report.LastPrice,
            ["n"] = report.Commission,
            ["N"] = report.CommissionAsset,
            ["T"] = new Moment(report.TransactionNanos),
            ["t"] = report.TradeId,
            ["I"] = report.ExecutionId,
            ["w"] = report.IsOnBook,
            ["m"] = report.IsMaker,
            ["M"] = new Unused(),
            ["O"] = new Moment(report.CreatedNanos),
            ["Z"] = report.QuoteFilled,
            ["Y"] = report.LastQuote,
            ["Q"] = report.QuoteQuantity,
            ["W"] = new Moment(report.WorkingNanos),
            ["V"] = report.SelfTrade,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(message), message, "no facts are written for it"),
    };

    private static Facts Of(OrderKey key) => new()
    {
        ["symbol"] = key.Symbol,
        ["orderId"] = key.OrderId,
        ["orderListId"] = key.ListId,
        ["clientOrderId"] = key.ClientOrderId,
        ["origClientOrderId"] = key.OriginalClientOrderId,
    };

    private static Facts? Of(CommissionPair? pair) => pair is null ? null : new Facts { ["maker"] = pair.Maker, ["taker"] = pair.Taker };

    private static IEnumerable<object?[]> Levels(IEnumerable<MessageLevel> levels) => levels.Select(level => new object?[] { level.Price, level.Size });

    private static Facts Of(SpotSymbol symbol)
    {
        var (instrument, flags) = (symbol.Instrument, symbol.Flags);
        return new Facts
        {
            ["symbol"] = instrument.Symbol,
            ["status"] = symbol.Status,
            ["baseAsset"] = instrument.BaseAsset,
            ["baseAssetPrecision"] = symbol.BasePrecision,
            ["quoteAsset"] = instrument.QuoteAsset,
            ["quotePrecision"] = symbol.QuotePrecision,
            ["quoteAssetPrecision"] = symbol.QuotePrecision,
            ["baseCommissionPrecision"] = new Unused(),
            ["quoteCommissionPrecision"] = new Unused(),
            ["orderTypes"] = symbol.OrderTypes,
            ["icebergAllowed"] = flags.Iceberg,
            ["ocoAllowed"] = flags.Oco,
            ["otoAllowed"] = flags.Oto,
            ["quoteOrderQtyMarketAllowed"] = flags.QuoteQuantity,
            ["allowTrailingStop"] = flags.Trailing,
            ["cancelReplaceAllowed"] = flags.CancelReplace,
            ["allowAmend"] = flags.Amend,
            ["isSpotTradingAllowed"] = flags.Spot,
            ["isMarginTradingAllowed"] = flags.Margin,
            ["filters"] = new object[]
            {
                new Facts
                {
                    ["filterType"] = "PRICE_FILTER", ["minPrice"] = Number(instrument.Filters.Price.MinUnits, instrument.PriceScale),
                    ["maxPrice"] = Number(instrument.Filters.Price.MaxUnits, instrument.PriceScale), ["tickSize"] = Number(instrument.PriceTickUnits, instrument.PriceScale),
                },
                new Facts
                {
                    ["filterType"] = "LOT_SIZE", ["minQty"] = Number(instrument.MinQuantityUnits, instrument.QuantityScale),
                    ["maxQty"] = Number(instrument.Filters.Lot.MaxUnits, instrument.QuantityScale), ["stepSize"] = Number(instrument.LotStepUnits, instrument.QuantityScale),
                },
            },
            ["permissions"] = Array.Empty<object>(),
            ["permissionSets"] = symbol.PermissionSets,
            ["defaultSelfTradePreventionMode"] = symbol.DefaultSelfTrade,
            ["allowedSelfTradePreventionModes"] = symbol.AllowedSelfTrade.Select(mode => mode.Text),
        };
    }

    private static DecimalNumber Number(long units, byte scale) => new(units, scale);
}
