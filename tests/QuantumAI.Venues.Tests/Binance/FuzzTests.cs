using System.Text;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Binance.Symbols;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.Tests.Binance;

/// <summary>Whatever the bytes are: a value or the parser's own exception, in bounded time.</summary>
public sealed class FuzzTests
{
    private const int Seed = 20_260_721;

    private static readonly (string Name, Action<byte[]> Read)[] Parsers =
    [
        ("order", bytes => SpotOrders.Order(Payload.Open("p", bytes))), ("orders", bytes => SpotOrders.Orders(Payload.Open("p", bytes))),
        ("canceledAll", bytes => SpotOrders.CanceledAll(Payload.Open("p", bytes))), ("cancelReplace", bytes => SpotOrders.CancelReplace(Payload.Open("p", bytes))),
        ("amend", bytes => SpotOrders.Amend(Payload.Open("p", bytes))), ("list", bytes => SpotOrders.List(Payload.Open("p", bytes))),
        ("commission", bytes => SpotOrders.Commission(Payload.Open("p", bytes))), ("error", bytes => SpotOrders.Error(Payload.Open("p", bytes))),
        ("account", bytes => SpotAccount.Account(Payload.Open("p", bytes))), ("trades", bytes => SpotAccount.Trades(Payload.Open("p", bytes))),
        ("prevented", bytes => SpotAccount.PreventedMatches(Payload.Open("p", bytes))), ("key", bytes => SpotAccount.KeyPermissions(Payload.Open("p", bytes))),
        ("limits", bytes => SpotAccount.RateLimits(Payload.Open("p", bytes))), ("klines", bytes => SpotMarket.Klines(Payload.Open("p", bytes))),
        ("book", bytes => SpotMarket.Book(Payload.Open("p", bytes))), ("tickers", bytes => SpotMarket.Tickers(Payload.Open("p", bytes))),
        ("best", bytes => SpotMarket.BookTickers(Payload.Open("p", bytes))), ("prices", bytes => SpotMarket.LastPrices(Payload.Open("p", bytes))),
        ("publicTrades", bytes => SpotMarket.Trades(Payload.Open("p", bytes))), ("aggregate", bytes => SpotMarket.AggregateTrades(Payload.Open("p", bytes))),
        ("rules", bytes => SpotMarket.ExecutionRules(Payload.Open("p", bytes))), ("reference", bytes => SpotMarket.ReferencePrice(Payload.Open("p", bytes))),
        ("time", bytes => SpotMarket.ServerTime(Payload.Open("p", bytes))), ("average", bytes => SpotMarket.AveragePrice(Payload.Open("p", bytes))),
        ("exchangeInfo", bytes => ExchangeInfo.Read(Payload.Open("p", bytes))), ("userEvent", bytes => UserEvents.Read(bytes)),
        ("stream", bytes => StreamMessages.Read(bytes)), ("wsApi", bytes => WsApiMessage.Read(bytes)),
    ];

    [Fact]
    public void parsers_must_answer_or_refuse_whatever_the_bytes_are() => Fuzz(Seed, 400);

    [Fact]
    [Trait("Size", "proof")]
    public void parsers_must_answer_or_refuse_over_many_bytes()
    {
        for (var seed = 1; seed <= 20; seed++)
            Fuzz(seed, 1_000);
    }

    [Fact]
    public void parameters_must_be_read_or_refused_whatever_the_text_is()
    {
        var instrument = Instrument.FromFile("BTCUSDT", 2);
        var random = new Random(Seed);
        string[] good = ["symbol=BTCUSDT", "side=BUY", "type=LIMIT", "timeInForce=GTC", "quantity=1", "price=2.5"];
        string[] names = ["symbol", "side", "type", "timeInForce", "quantity", "price", "stopPrice", "trailingDelta", "icebergQty", "quoteOrderQty", "newClientOrderId", "strategyType", "x"];
        string[] values = ["BTCUSDT", "BUY", "SELL", "LIMIT", "MARKET", "STOP_LOSS", "STOP_LOSS_LIMIT", "LIMIT_MAKER", "GTC", "IOC", "1", "0", "-1", "1e400", "NaN", "0.1", "%00", "%F0%9F%98%80", "", "99999999999999999999", "+", "а"];
        var accepted = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var changed = Enumerable.Range(0, random.Next(0, 4)).Select(_ => $"{names[random.Next(names.Length)]}={values[random.Next(values.Length)]}").ToList();
            var kept = good.Where(part => random.Next(12) > 0 && !changed.Exists(other => other.Split('=')[0] == part.Split('=')[0]));
            var text = string.Join('&', kept.Concat(changed));
            if (!ParameterText.TryRead(text, out var sent))
                continue;
            try
            {
                if (OrderParameters.TryRead(new RequestParameters(sent), symbol => symbol == "BTCUSDT" ? instrument : null, SelfTradePrevention.None, out var ticket, out var error))
                {
                    Assert.True(ticket.Leg.QuoteQuantity is not null || OrderShape.FaultOf(ticket.Leg.Terms, instrument) is null, text);
                    accepted++;
                }
                else
                    Assert.InRange(error.Code, -3_000, -1_000);
            }
            catch (RequestRefusedException refused)
            {
                Assert.Equal(-1101, refused.Error.Code);
            }
        }

        Assert.True(accepted > 0);
    }

    private static void Fuzz(int seed, int rounds)
    {
        var random = new Random(seed);
        var samples = Samples();
        var hot = new MarketEventReader([Instrument.FromFile("BTCUSDT", 2), Instrument.FromFile("BNBUSDT", 4)]);
        for (var i = 0; i < rounds; i++)
        {
            var bytes = i % 8 == 0 ? RandomBytes(random) : Mutated(samples[random.Next(samples.Count)], random);
            var before = hot.Problems;
            Assert.Equal(hot.Read(bytes, 1, out _) == MarketReading.Refused, hot.Problems > before);
            foreach (var (name, read) in Parsers)
            {
                try
                {
                    read(bytes);
                }
                catch (PayloadException refused)
                {
                    Assert.DoesNotContain(refused.Message, char.IsControl);
                }
                catch (Exception defect)
                {
                    throw new InvalidOperationException($"{name}, seed {seed}, round {i}: {Payload.Shown(bytes)}", defect);
                }
            }
        }
    }

    private static List<byte[]> Samples()
    {
        var samples = new List<byte[]>
        {
            Encoding.UTF8.GetBytes(PayloadSamples.Filled), Encoding.UTF8.GetBytes(PayloadSamples.Execution), Encoding.UTF8.GetBytes(PayloadSamples.Account),
            Encoding.UTF8.GetBytes(PayloadSamples.MyTrades), Encoding.UTF8.GetBytes(PayloadSamples.ExchangeInfo), Encoding.UTF8.GetBytes(PayloadSamples.Replaced),
            Encoding.UTF8.GetBytes(PayloadSamples.ListStatus), Encoding.UTF8.GetBytes(PayloadSamples.Position),
        };
        foreach (var file in new[] { "rest", "ws_api", "ws_stream" })
        {
            foreach (var fixture in SharedData.Json($"exchange/binance/binance_net_{file}_fixtures.json").EnumerateArray())
            {
                if (fixture.TryGetProperty("response", out var response))
                    samples.Add(Encoding.UTF8.GetBytes(response.GetRawText()));
                else
                    samples.AddRange(fixture.GetProperty("frames").EnumerateArray().Select(frame => Encoding.UTF8.GetBytes(frame.GetProperty("json").GetRawText())));
            }
        }

        return samples;
    }

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(0, 200)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Mutated(byte[] sample, Random random)
    {
        var bytes = sample.ToList();
        for (var change = random.Next(1, 5); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.Insert(at, (byte)"0123456789-.eE\"{}[],:\\\0\xff"[random.Next(24)]); break;
                case 3: bytes.RemoveRange(at, bytes.Count - at); break;
                case 4: bytes.InsertRange(at, bytes.Skip(random.Next(bytes.Count)).Take(random.Next(1, 30)).ToArray()); break;
                default: Swap(bytes, at, random); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Puts another value where a value stands, so that the text stays JSON more often.</summary>
    private static void Swap(List<byte> bytes, int at, Random random)
    {
        string[] values = ["null", "true", "-1", "1e400", "\"NaN\"", "\"-0\"", "[]", "{}", "\"\\ud800\"", "99999999999999999999", "\"12345678901234567890.123456789\""];
        var colon = bytes.IndexOf((byte)':', at);
        if (colon < 0)
            return;
        var end = colon + 1;
        while (end < bytes.Count && bytes[end] is not ((byte)',' or (byte)'}' or (byte)']'))
            end++;
        bytes.RemoveRange(colon + 1, end - colon - 1);
        bytes.InsertRange(colon + 1, Encoding.UTF8.GetBytes(values[random.Next(values.Length)]));
    }
}
