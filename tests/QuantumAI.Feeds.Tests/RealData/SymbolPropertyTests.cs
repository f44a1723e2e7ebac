using System.IO.Compression;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Feeds.Tests.RealData;

/// <summary>The steps and minimums of every symbol of a real exchange make instruments whose orders can be rounded.</summary>
public sealed class SymbolPropertyTests
{
    [Fact]
    public void every_binance_symbol_must_make_an_instrument_that_rounds_to_its_steps()
    {
        var symbols = 0;
        foreach (var fields in Rows("exchange/binance_bybit_krx_symbol_properties.csv.gz"))
        {
            if (fields[0] != "binance")
                continue;
            var instrument = InstrumentOf(fields);
            Assert.True(instrument.PriceTickUnits > 0 && instrument.LotStepUnits > 0 && instrument.MinNotional >= Money.Zero, $"{instrument}");
            foreach (var multiple in new long[] { 1, 3, 1_000 })
                RoundsDownToItsSteps(instrument, multiple);
            symbols++;
        }

        Assert.Equal(4_457, symbols);
    }

    /// <summary>A wish of a whole number of steps and a bit more, worth the minimum at least.</summary>
    private static void RoundsDownToItsSteps(Instrument instrument, long multiple)
    {
        var price = instrument.Price(checked(instrument.PriceTickUnits * 1_000));
        // The lots that the minimum value takes at this price: minimum / (price × step), rounded up.
        var oneLot = (Int128)price.Units * instrument.LotStepUnits;
        var exponent = price.Scale + instrument.QuantityScale - Money.Scale;
        var lots = FixedPoint.Divide(FixedPoint.Rescale(instrument.MinNotional.Units, 0, exponent, Rounding.Up), oneLot, Rounding.Up) + multiple;
        var quantity = instrument.Quantity(checked((long)lots * instrument.LotStepUnits));
        var context = new FilterContext { Market = price };
        foreach (var side in new[] { OrderSide.Buy, OrderSide.Sell })
        {
            var terms = new OrderTerms(side, OrderType.Limit, quantity, price);
            Assert.Null(FilterRules.FaultOf(terms, instrument, context));
            var wished = terms with
            {
                Quantity = new Quantity(checked((quantity.Units * 100) + 99), (byte)(quantity.Scale + 2)),
                Limit = new Price((price.Units * 100) + (side == OrderSide.Buy ? 99 : -99), (byte)(price.Scale + 2)),
            };
            Assert.Equal(terms, FilterRounding.Round(wished, instrument, context, Money.Of(quantity)));
        }

        var finer = new OrderTerms(OrderSide.Buy, OrderType.Limit, instrument.Quantity(quantity.Units + 1), price);
        Assert.Equal(instrument.LotStepUnits == 1 ? null : FilterKind.LotSize, FilterRules.FaultOf(finer, instrument, context)?.Kind);
    }

    /// <summary>market, symbol, type, description, quote currency, multiplier, tick, lot, ticker, minimum order size (a value for spot pairs; absent for others).</summary>
    private static Instrument InstrumentOf(string[] fields)
    {
        var (priceScale, quantityScale) = ((byte)FixedPoint.DecimalsOf(fields[6]), (byte)FixedPoint.DecimalsOf(fields[7]));
        Assert.True(FixedPoint.TryParse(fields[6], priceScale, out var tick), fields[6]);
        Assert.True(FixedPoint.TryParse(fields[7], quantityScale, out var lot), fields[7]);
        var least = fields.Length > 9 && fields[9].Length > 0 ? Money.Parse(fields[9]) : Money.Zero;
        return new Instrument(fields[1], fields[3], fields[4], priceScale, tick, quantityScale, lot, lot, least);
    }

    private static List<string[]> Rows(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.Path(file)), CompressionMode.Decompress));
        var rows = new List<string[]>();
        while (reader.ReadLine() is { } line)
            rows.Add(line.Split(','));
        return rows;
    }
}
