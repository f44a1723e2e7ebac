using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Feeds.Files;

namespace QuantumAI.Feeds.Tests;

internal static class Reading
{
    public static MarketFile Inspect(string path, string? symbol = "TEST", TimeZoneInfo? zone = null) =>
        MarketFileReader.Inspect(new MarketFileRequest(path, symbol, zone ?? TimeZoneInfo.Utc), null, CancellationToken.None);

    public static MarketFileException Refused(string path, string? symbol = "TEST", TimeZoneInfo? zone = null) =>
        Assert.Throws<MarketFileException>(() => Inspect(path, symbol, zone));

    public static List<MarketEvent> Events(MarketFile file, Instrument? instrument = null, int instrumentId = 0)
    {
        var events = new List<MarketEvent>();
        using var source = file.Open(instrumentId, instrument ?? file.DescribeInstrument());
        while (source.TryRead(out var marketEvent))
            events.Add(marketEvent);
        Assert.False(source.TryRead(out _));
        return events;
    }

    public static long Nanos(string time) => UnixNanos.From(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
}
