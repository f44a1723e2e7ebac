using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;

namespace QuantumAI.Feeds.Tests.Generated;

public sealed class CsvTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void bar_must_give_its_opening_quote_before_it_and_the_next_quote_after_it_when_bars_touch()
    {
        var path = _folder.Write("a.csv", Samples.Csv(
            "2024-01-01T00:00:00Z,10.0,12.50,9,11,5", "2024-01-01T00:01:00Z,11,11,11,11,0", "2024-01-01T00:03:00Z,11,11.25,11,11,0.5"));
        var file = Reading.Inspect(path, "abc");
        var events = Reading.Events(file, Instrument.FromFile("ABC", 3), instrumentId: 7);
        var start = Reading.Nanos("2024-01-01T00:00Z");

        Assert.Equal(("ABC", 3L, 6L, 1L, 1L), (file.Symbol, file.BarCount, file.EventCount, file.GapCount, file.MissingBars));
        Assert.Equal(
            [MarketEventKind.Quote, MarketEventKind.Bar, MarketEventKind.Quote, MarketEventKind.Bar, MarketEventKind.Quote, MarketEventKind.Bar],
            events.Select(e => e.Kind));
        Assert.Equal([0, 1, 1, 2, 3, 4], events.Select(e => (e.ReceivedNanos - start) / UnixNanos.PerMinute));
        Assert.Equal((10_000, 10_000, 0, 0), (events[0].BidUnits, events[0].AskUnits, events[0].BidSizeUnits, events[0].AskSizeUnits));
        Assert.Equal(
            new Bar(start, UnixNanos.PerMinute, 10_000, 12_500, 9_000, 11_000, 500_000_000), events[1].Bar);
        Assert.All(events, e => Assert.Equal(7, e.InstrumentId));
    }

    [Theory]
    [InlineData("1704067200", "1704067260")]
    [InlineData("1704067200000", "1704067260000")]
    [InlineData("1704067200000000", "1704067260000000")]
    [InlineData("1704067200000000000", "1704067260000000000")]
    [InlineData("2024-01-01T00:00:00Z", "2024-01-01T00:01:00Z")]
    [InlineData("2024-01-01T00:00:00.000Z", "2024-01-01T00:01:00.000Z")]
    [InlineData("2024-01-01T05:30:00+05:30", "2024-01-01T05:31:00+05:30")]
    [InlineData("2023-12-31T19:00-0500", "2023-12-31T19:01-0500")]
    [InlineData("2024-01-01 00:00", "2024-01-01 00:01")]
    [InlineData("2024-01-01 00:00:00", "2024-01-01 00:01:00")]
    public void time_must_be_understood_when_written_in_a_supported_way(string first, string second)
    {
        var path = _folder.Write("a.csv", "\uFEFFDate,OPEN,High,low,close,volume\r\n" + $"{first},1,1,1,1,1\r\n{second},1,1,1,1,1\r\n\r\n");
        var file = Reading.Inspect(path);

        Assert.Equal((Reading.Nanos("2024-01-01T00:00Z"), UnixNanos.PerMinute), (file.FirstNanos, file.IntervalNanos));
    }

    [Fact]
    public void dates_must_be_utc_days_when_a_zone_is_given()
    {
        var path = _folder.Write("a.csv", Samples.Csv("2024-03-09,1,1,1,1,1", "2024-03-10,1,1,1,1,1", "2024-03-11,1,1,1,1,1"));
        var file = Reading.Inspect(path, zone: Zones.OneHourInSummer());

        Assert.Equal((Reading.Nanos("2024-03-09Z"), UnixNanos.PerDay), (file.FirstNanos, file.IntervalNanos));
    }

    [Theory]
    [InlineData("2024-03-31 01:59", "2024-03-31 03:00", null)]
    [InlineData("2024-03-31 01:59", "2024-03-31 02:00", "a.csv:3: a time must exist in the zone Test/Summer, whose clock skips it, was 2024-03-31 02:00")]
    [InlineData("2024-10-27 01:59", "2024-10-27 02:00", "a.csv:3: a time must be unique in the zone Test/Summer, whose clock repeats it; write the offset, was 2024-10-27 02:00")]
    public void local_time_must_be_refused_when_a_clock_change_makes_it_unclear(string first, string second, string? message)
    {
        var path = _folder.Write("a.csv", Samples.Csv($"{first},1,1,1,1,1", $"{second},1,1,1,1,1"));
        if (message is null)
            Assert.Equal(UnixNanos.PerMinute, Reading.Inspect(path, zone: Zones.OneHourInSummer()).IntervalNanos);
        else
            Assert.Contains(message, Reading.Refused(path, zone: Zones.OneHourInSummer()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void instrument_must_be_refused_when_its_scale_is_coarser_than_the_file()
    {
        var file = Reading.Inspect(_folder.Write("a.csv", Samples.Csv("2024-01-01,1.125,2,1,1,1", "2024-01-02,1,1,1,1,0.5")));
        var coarsePrice = Assert.Throws<Files.MarketFileException>(() => file.Open(0, Instrument.FromFile("A", 2)));
        var coarseVolume = Assert.Throws<Files.MarketFileException>(() => file.Open(0, Instrument.FromFile("A", 3) with { QuantityScale = 0 }));

        Assert.Equal("a.csv: the instrument's price scale must not be coarser than the file's 3 decimals, was 2", coarsePrice.Message);
        Assert.Equal("a.csv: the instrument's quantity scale must not be coarser than the file's 1 decimals, was 0", coarseVolume.Message);
    }

    [Fact]
    public void described_instrument_must_have_fewer_decimals_when_volumes_are_huge()
    {
        var file = Reading.Inspect(_folder.Write("a.csv", Samples.Csv("2024-01-01,1,2,1,1,40000000000000.5", "2024-01-02,1,1,1,1,0")));

        Assert.Equal(5, file.DescribeInstrument().QuantityScale);
        Assert.Equal(4_000_000_000_000_050_000, Reading.Events(file)[1].Bar.VolumeUnits);
    }

    [Fact]
    public void source_must_throw_when_the_file_changed_after_its_inspection()
    {
        var path = _folder.Write("a.csv", Samples.Minutes(50));
        var file = Reading.Inspect(path);
        File.AppendAllText(path, "2030-01-01T00:00:00Z,1,1,1,1,1\n");

        var refused = Assert.Throws<Files.MarketFileException>(() => Reading.Events(file));

        Assert.Contains("must not change after its inspection", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void inspection_must_report_and_stop_when_asked_to()
    {
        var path = _folder.Write("a.csv", Samples.Minutes(40_000));
        var reports = new List<Files.InspectionProgress>();
        Files.MarketFileReader.Inspect(new(path, "A", TimeZoneInfo.Utc), new Recorder(reports), CancellationToken.None);

        Assert.Equal(2, reports.Count);
        Assert.True(reports[1].FileBytesRead > reports[0].FileBytesRead && reports[1].FileBytesRead <= reports[1].FileBytes);
        Assert.Throws<OperationCanceledException>(
            () => Files.MarketFileReader.Inspect(new(path, "A", TimeZoneInfo.Utc), null, new CancellationToken(canceled: true)));
    }

    private sealed class Recorder(List<Files.InspectionProgress> reports) : IProgress<Files.InspectionProgress>
    {
        public void Report(Files.InspectionProgress value) => reports.Add(value);
    }
}
