using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Symbols;

namespace QuantumAI.Venues.Tests.Binance;

public sealed class ExchangeInfoTests
{
    [Fact]
    public void symbol_must_become_an_instrument_with_its_filters()
    {
        var symbol = Assert.Single(Read(PayloadSamples.ExchangeInfo).Symbols);
        var instrument = symbol.Instrument;
        Assert.Equal((5, 1L, 8, 10_000L, 10_000L), (instrument.PriceScale, instrument.PriceTickUnits, instrument.QuantityScale, instrument.LotStepUnits, instrument.MinQuantityUnits));
        Assert.Equal(Money.Whole(5), instrument.MinNotional);
        var filters = instrument.Filters;
        Assert.Equal(new StepRange(1, 92_232_700_000, 1), filters.Price); // 0.000001 is below the tick: the least price that passes is one tick
        Assert.Equal(new StepRange(0, 8_684_139_166, 0), filters.MarketLot);
        Assert.Equal(new PercentBand(200_000, 1_200_000), filters.PercentPriceBid);
        Assert.Equal(new PercentBand(800_000, 5_000_000), filters.PercentPriceAsk);
        Assert.Equal((5, 1_000, SymbolStatus.Trading), (filters.PercentPriceMinutes, filters.Exchange.Orders, filters.Status));
        Assert.Equal(
            AllowedOrders.Limit | AllowedOrders.PostOnly | AllowedOrders.Market | AllowedOrders.Stop | AllowedOrders.TakeProfit | AllowedOrders.Iceberg, filters.Allowed);
        Assert.True(filters.Unknown.IsEmpty);
        Assert.Equal([["SPOT", "MARGIN"], ["TRD_GRP_004"]], symbol.PermissionSets);
    }

    [Fact]
    public void Issue_quantity_must_have_the_decimals_of_the_asset_when_the_lot_step_has_fewer()
    {
        var instrument = Assert.Single(Read(PayloadSamples.ExchangeInfo).Symbols).Instrument;
        var fee = Money.Parse("0.00000010"); // of the least trade, 0.0001 ETH: a position is what was bought less this
        Assert.Equal(fee, Money.Of(instrument.Quantity(10)));
        Assert.True(instrument.IsDust(instrument.Quantity(9_999)));
        Assert.Equal(instrument.Quantity(20_000), instrument.FloorToLot(instrument.Quantity(29_999)));
    }

    [Theory]
    [InlineData("\"PERCENT_PRICE_BY_SIDE\"", "\"PRICE_MOOD\"", "PRICE_MOOD")]
    [InlineData("\"EXCHANGE_MAX_NUM_ORDERS\"", "\"T_PLUS\"", "T_PLUS")]
    [InlineData("\"MARKET_LOT_SIZE\"", "\"a b\\u001b\"", "a b")]
    public void unknown_filter_must_be_listed_so_that_nothing_opens(string known, string unknown, string name)
    {
        var instrument = Read(PayloadSamples.ExchangeInfo.Replace(known, unknown, StringComparison.Ordinal)).Symbols[0].Instrument;
        Assert.False(instrument.Filters.Unknown.IsEmpty);
        Assert.StartsWith(name.Split(' ')[0], instrument.Filters.Unknown.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("END_OF_DAY", SymbolStatus.EndOfDay)]
    [InlineData("HALT", SymbolStatus.Halt)]
    [InlineData("BREAK", SymbolStatus.Break)]
    [InlineData("CANCEL_ONLY", SymbolStatus.CancelOnly)]
    [InlineData("PRE_OPEN_2", SymbolStatus.Unknown)]
    public void status_must_be_the_venues_or_unknown(string word, SymbolStatus expected)
    {
        var symbol = Read(PayloadSamples.ExchangeInfo.Replace("\"TRADING\"", $"\"{word}\"", StringComparison.Ordinal)).Symbols[0];
        Assert.Equal((expected, word), (symbol.Instrument.Filters.Status, symbol.Status.Text));
    }

    [Theory]
    [InlineData("\"tickSize\":\"0.00001000\"", "\"tickSize\":0.00001", "symbols[0].filters[0].tickSize")]
    [InlineData(",\"stepSize\":\"0.00010000\"", "", "symbols[0].filters[1].stepSize")]
    [InlineData("\"avgPriceMins\":5}]", "\"avgPriceMins\":\"5\"}]", "symbols[0].filters[4].avgPriceMins")]
    [InlineData("\"maxQty\":\"9000.00000000\"", "\"maxQty\":\"0.00001000\"", "symbols[0].filters")]
    [InlineData("\"minQty\":\"0.00010000\",\"maxQty\":\"9000.00000000\"", "\"minQty\":\"2.00000000\",\"maxQty\":\"1.00000000\"", "symbols[0].filters")]
    [InlineData("\"icebergAllowed\":true,", "", "symbols[0].icebergAllowed")]
    public void symbol_must_be_refused_with_its_place_and_no_other(string part, string broken, string place)
    {
        var text = PayloadSamples.ExchangeInfo;
        var at = text.IndexOf("{\"symbol\":", StringComparison.Ordinal);
        var (head, symbol) = (text[..at], text[at..^2]);
        var info = Read($"{head}{symbol.Replace(part, broken, StringComparison.Ordinal)},{symbol.Replace("ETHBTC", "GOODBTC", StringComparison.Ordinal)}]}}");
        Assert.Equal("GOODBTC", Assert.Single(info.Symbols).Instrument.Symbol);
        Assert.Equal(("ETHBTC", place), (info.Refused[0].Symbol, info.Refused[0].Reason.Place));
    }

    [Fact]
    public void account_filters_must_bound_one_order()
    {
        var instrument = Read(PayloadSamples.ExchangeInfo).Symbols[0].Instrument;
        var bounded = SymbolFilters.WithAccountFilters(instrument, Payload.Open("myFilters", """
            {"exchangeFilters":[{"filterType":"EXCHANGE_MAX_NUM_ORDERS","maxNumOrders":7}],"symbolFilters":[{"filterType":"MAX_NUM_ORDER_LISTS","maxNumOrderLists":20},{"filterType":"NEW_ONE"}],
            "assetFilters":[{"filterType":"MAX_ASSET","asset":"BTC","limit":"42.00000000"},{"filterType":"MAX_ASSET","asset":"XRP","limit":"1"}]}
            """u8));
        Assert.Equal((7, 20, Money.Whole(42), "NEW_ONE"), (bounded.Filters.Exchange.Orders, bounded.Filters.Symbol.OrderLists, bounded.Filters.MaxQuotePerOrder!.Value, bounded.Filters.Unknown.ToString()));
        Assert.Null(bounded.Filters.MaxBasePerOrder);
    }

    [Fact]
    public void Prop_instrument_must_survive_being_written_and_read() => Prop.ForAll(Arb.From(InstrumentGen.Instruments), instrument =>
    {
        var info = new ExchangeInfo(1_565_246_363_776_000_000, [], [ExchangeInfo.Describe(instrument)], []);
        var back = Read(Write(info));
        return back.Refused.Count == 0 && back.ServerNanos == info.ServerNanos && back.Symbols[0].Instrument == instrument with { Filters = back.Symbols[0].Instrument.Filters }
            && back.Symbols[0].Instrument.Filters == instrument.Filters && Write(back) == Write(info);
    }).QuickCheckThrowOnFailure();

    /// <summary>Tick, lot and smallest order of every Binance symbol of the recorded table.</summary>
    [Fact]
    public void recorded_steps_must_survive_being_written_and_read()
    {
        using var rows = new StreamReader(new GZipStream(File.OpenRead(SharedData.Path("exchange/binance_bybit_krx_symbol_properties.csv.gz")), CompressionMode.Decompress));
        var read = 0;
        while (rows.ReadLine() is { } row)
        {
            var fields = row.Split(',');
            if (fields[0] != "binance" || fields[2] != "crypto" || fields.Length < 10 || fields[9].Length == 0)
                continue;
            var (tick, lot, least) = (Plain(fields[6]), Plain(fields[7]), Plain(fields[9]));
            var text = PayloadSamples.ExchangeInfo.Replace("\"tickSize\":\"0.00001000\"", $"\"tickSize\":\"{tick}\"", StringComparison.Ordinal)
                .Replace("\"minPrice\":\"0.00000100\",\"maxPrice\":\"922327.00000000\"", "\"minPrice\":\"0.00000000\",\"maxPrice\":\"0.00000000\"", StringComparison.Ordinal)
                .Replace("\"stepSize\":\"0.00010000\"", $"\"stepSize\":\"{lot}\"", StringComparison.Ordinal)
                .Replace("\"minNotional\":\"5.00000000\"", $"\"minNotional\":\"{least}\"", StringComparison.Ordinal)
                .Replace("\"minQty\":\"0.00010000\",\"maxQty\":\"9000.00000000\"", $"\"minQty\":\"{lot}\",\"maxQty\":\"9000000.00000000\"", StringComparison.Ordinal);
            var info = Read(text);
            Assert.Empty(info.Refused);
            var instrument = info.Symbols[0].Instrument;
            Assert.Equal(Exact(tick), Exact(instrument.Price(instrument.PriceTickUnits).ToString()));
            Assert.Equal(Exact(lot), Exact(instrument.Quantity(instrument.LotStepUnits).ToString()));
            Assert.Equal(Exact(least), Exact(instrument.MinNotional.ToString()));
            var again = Read(Write(info)).Symbols[0].Instrument;
            Assert.Equal(instrument.Filters, again.Filters);
            read++;
        }

        Assert.True(read > 1_000, $"{read} symbols");
    }

    private static decimal Exact(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Plain(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).ToString("0.############", CultureInfo.InvariantCulture);

    private static ExchangeInfo Read(string text) => ExchangeInfo.Read(Payload.Open("exchangeInfo", Encoding.UTF8.GetBytes(text)));

    private static string Write(ExchangeInfo info)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            info.Write(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
