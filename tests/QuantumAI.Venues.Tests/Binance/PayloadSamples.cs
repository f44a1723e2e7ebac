namespace QuantumAI.Venues.Tests.Binance;

/// <summary>Made-up payloads of the documented shapes that the recorded fixtures lack.</summary>
internal static class PayloadSamples
{
    public const string Acknowledged = """{"symbol":"BTCUSDT","orderId":28,"orderListId":-1,"clientOrderId":"mine-1","transactTime":1507725176595}""";

    public const string Filled = """
        {"symbol":"BTCUSDT","orderId":28,"orderListId":-1,"clientOrderId":"mine-1","transactTime":1507725176595,"price":"0.00000000","origQty":"10.00000000",
        "executedQty":"10.00000000","origQuoteOrderQty":"0.000000","cummulativeQuoteQty":"39990.00000000","status":"FILLED","timeInForce":"GTC","type":"MARKET","side":"SELL",
        "workingTime":1507725176595,"selfTradePreventionMode":"NONE","fills":[{"price":"4000.00000000","qty":"1.00000000","commission":"4.00000000","commissionAsset":"USDT","tradeId":56},
        {"price":"3999.00000000","qty":"9.00000000","commission":"0.01000000","commissionAsset":"BNB","tradeId":57}]}
        """;

    public const string Execution = """
        {"subscriptionId":3,"event":{"e":"executionReport","E":1499405658658,"s":"ETHBTC","c":"mine-2","S":"BUY","o":"LIMIT","f":"GTC","q":"1.00000000","p":"0.10264410","P":"0.00000000",
        "F":"0.00000000","g":-1,"C":"","x":"TRADE","X":"FILLED","r":"NONE","i":4293153,"l":"1.00000000","z":"1.00000000","L":"0.10264410","n":"0.001","N":"BNB","T":1499405658657,"t":17,
        "I":8641984,"w":false,"m":true,"M":true,"O":1499405658657,"Z":"0.10264410","Y":"0.10264410","Q":"0.00000000","W":1499405658657,"V":"NONE"}}
        """;

    public const string Account = """
        {"makerCommission":15,"takerCommission":15,"buyerCommission":0,"sellerCommission":0,"commissionRates":{"maker":"0.00150000","taker":"0.00150000","buyer":"0.00000000","seller":"0.00000000"},
        "canTrade":true,"canWithdraw":false,"canDeposit":true,"brokered":false,"requireSelfTradePrevention":false,"preventSor":false,"updateTime":123456789,"accountType":"SPOT",
        "balances":[{"asset":"BTC","free":"4723846.89208129","locked":"0.00000001"}],"permissions":["SPOT"],"uid":354937868}
        """;

    public const string MyTrades = """
        [{"symbol":"BNBBTC","id":28457,"orderId":100234,"orderListId":-1,"price":"4.00000100","qty":"12.00000000","quoteQty":"48.000012","commission":"10.10000000","commissionAsset":"BNB",
        "time":1499865549590123,"isBuyer":true,"isMaker":false,"isBestMatch":true}]
        """;

    public const string ExchangeInfo = """
        {"timezone":"UTC","serverTime":1565246363776,"rateLimits":[],"exchangeFilters":[{"filterType":"EXCHANGE_MAX_NUM_ORDERS","maxNumOrders":1000}],"symbols":[{"symbol":"ETHBTC","status":"TRADING",
        "baseAsset":"ETH","baseAssetPrecision":8,"quoteAsset":"BTC","quotePrecision":8,"quoteAssetPrecision":8,"orderTypes":["LIMIT","LIMIT_MAKER","MARKET","STOP_LOSS","TAKE_PROFIT"],"icebergAllowed":true,
        "ocoAllowed":true,"quoteOrderQtyMarketAllowed":true,"allowTrailingStop":false,"cancelReplaceAllowed":true,"isSpotTradingAllowed":true,"isMarginTradingAllowed":true,"filters":[
        {"filterType":"PRICE_FILTER","minPrice":"0.00000100","maxPrice":"922327.00000000","tickSize":"0.00001000"},
        {"filterType":"LOT_SIZE","minQty":"0.00010000","maxQty":"9000.00000000","stepSize":"0.00010000"},
        {"filterType":"MARKET_LOT_SIZE","minQty":"0.00000000","maxQty":"86.84139166","stepSize":"0.00000000"},
        {"filterType":"NOTIONAL","minNotional":"5.00000000","applyMinToMarket":true,"maxNotional":"9000000.00000000","applyMaxToMarket":false,"avgPriceMins":5},
        {"filterType":"PERCENT_PRICE_BY_SIDE","bidMultiplierUp":"1.2","bidMultiplierDown":"0.2","askMultiplierUp":"5","askMultiplierDown":"0.8","avgPriceMins":5}],
        "permissions":[],"permissionSets":[["SPOT","MARGIN"],["TRD_GRP_004"]],"defaultSelfTradePreventionMode":"EXPIRE_MAKER","allowedSelfTradePreventionModes":["EXPIRE_TAKER","EXPIRE_MAKER"]}]}
        """;

    public const string ListStatus = """
        {"subscriptionId":0,"event":{"e":"listStatus","E":1564035303637,"s":"ETHBTC","g":2,"c":"OCO","l":"EXEC_STARTED","L":"EXECUTING","r":"NONE","C":"list-1","T":1564035303625,
        "O":[{"s":"ETHBTC","i":17,"c":"a"},{"s":"ETHBTC","i":18,"c":"b"}]}}
        """;

    public const string Position = """{"subscriptionId":0,"event":{"e":"outboundAccountPosition","E":1564034571105,"u":1564034571073,"B":[{"a":"ETH","f":"10000.000000","l":"0.5"}]}}""";

    public const string Replaced = """
        {"cancelResult":"SUCCESS","newOrderResult":"SUCCESS","cancelResponse":{"symbol":"BTCUSDT","origClientOrderId":"old","orderId":9,"orderListId":-1,"clientOrderId":"cancel-1",
        "transactTime":1684804350068,"price":"0.01000000","origQty":"0.000100","executedQty":"0.00000000","origQuoteOrderQty":"0.000000","cummulativeQuoteQty":"0.00000000","status":"CANCELED",
        "timeInForce":"GTC","type":"LIMIT","side":"SELL","selfTradePreventionMode":"NONE"},"newOrderResponse":{"symbol":"BTCUSDT","orderId":10,"orderListId":-1,"clientOrderId":"new-1","transactTime":1652928801803}}
        """;

    public static string HalfReplaced(string cancel, string placed, int code, string cancelResult, string newResult) =>
        $$$"""{"code":{{{code}}},"msg":"Order cancel-replace failed.","data":{"cancelResult":"{{{cancelResult}}}","newOrderResult":"{{{newResult}}}","cancelResponse":{{{cancel}}},"newOrderResponse":{{{placed}}}}}""";
}
