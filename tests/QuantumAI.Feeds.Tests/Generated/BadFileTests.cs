using QuantumAI.Feeds.Files;

namespace QuantumAI.Feeds.Tests.Generated;

public sealed class BadFileTests : IDisposable
{
    private const string Good = "2024-01-01,10,12,9,11,5";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("2024-01-02,10,10.0,11.0,11,5", "a.csv:3: high must not be below low, was high 10.0 and low 11.0")]
    [InlineData("2024-01-02,13,12,9,11,5", "a.csv:3: open must be between low and high, was 13 outside [9, 12]")]
    [InlineData("2024-01-02,10,12,9,8,5", "a.csv:3: close must be between low and high, was 8 outside [9, 12]")]
    [InlineData("2024-01-02,0,12,9,11,5", "a.csv:3: open must be positive, was 0")]
    [InlineData("2024-01-02,10,12,-9,11,5", "a.csv:3: low must be positive, was -9")]
    [InlineData("2024-01-02,10,12,9,11,-5", "a.csv:3: volume must not be negative, was -5")]
    [InlineData("2024-01-02,NaN,12,9,11,5", "a.csv:3: open must be a plain decimal number, was NaN")]
    [InlineData("2024-01-02,10,,9,11,5", "a.csv:3: high must not be empty, was empty")]
    [InlineData("2024-01-02,10,1e18,9,11,5", "a.csv:3: high must be a plain decimal number, was 1e18")]
    [InlineData("2024-01-02,10,100000000000000000,9,11,5", "a.csv:3: high must be below 10^15, was 100000000000000000")]
    [InlineData("2024-01-02,10,1000000000000000000,9,11,5", "a.csv:3: high must have at most 18 digits to fit 64 bits, was 1000000000000000000")]
    [InlineData("2024-01-02,10,12,9,11.0000000000001,5", "a.csv:3: close must have at most 12 decimals, was 11.0000000000001")]
    [InlineData("2024-01-02,10,12,9,11", "a.csv:3: a row must have 6 columns, was 5")]
    [InlineData("2024-01-02,10,12,9,11,5,", "a.csv:3: a row must have 6 columns, was 7")]
    [InlineData("2024-01-01,10,12,9,11,5", "a.csv:3: a time must not occur twice, was 2024-01-01T00:00:00.0000000Z again")]
    [InlineData("2023-12-31,10,12,9,11,5", "a.csv:3: rows must be sorted by time, oldest first, was 2023-12-31")]
    [InlineData("01/02/2024,10,12,9,11,5", "a.csv:3: timestamp must be a time of 1970 to 2261")]
    [InlineData("2024-02-30,10,12,9,11,5", "a.csv:3: timestamp must be a time of 1970 to 2261")]
    [InlineData("1704153600,10,12,9,11,5", "a.csv:3: timestamp must be written as a date like in the rows before, was Unix seconds")]
    [InlineData("20240102,10,12,9,11,5", "a.csv:3: timestamp must be a Unix time between 1973 and 2261, was 20240102")]
    public void row_must_be_refused_with_place_rule_and_value_when_it_breaks_a_rule(string row, string message)
    {
        var refused = Reading.Refused(_folder.Write("a.csv", Samples.Csv(Good, row)));

        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "a.csv: a market file must not be empty, was 0 bytes")]
    [InlineData("timestamp,open,high,low,close,volume\n", "at least two bars are needed to see their interval")]
    [InlineData("timestamp,open,high,low,close,volume\n2024-01-01,1,1,1,1,1\n", "at least two bars are needed to see their interval")]
    [InlineData("date,close\n2024-01-01,1\n", "a.csv:1: the first line must be the header timestamp,open,high,low,close,volume, was date,close")]
    [InlineData("2024-01-01,1,1,1,1,1\n", "a.csv:1: the first line must be the header")]
    [InlineData("1704153600000,1,1,1,1,1\n", "a.csv:1: the first line must be the header")]
    [InlineData("timestamp;open;high;low;close;volume\n", "volume, separated by commas, was timestamp;open")]
    [InlineData("timestamp,open,high,low,close,volume\n2024-01-01,1,1,1,1,1\n\n2024-01-02,1,1,1,1,1\n", "a.csv:3: a line must not be blank before the end of the file")]
    [InlineData("timestamp,open,high,low,close,volume\n2024-01-01 00:00,1,1,1,1,1\n2024-01-01 01:00,1,1,1,1,1\n2024-01-01 02:00,1,1,1,1,1\n2024-01-01 02:30,1,1,1,1,1\n", "a.csv:5: the step between bars must be a multiple of the interval 01:00:00, was 00:30:00")]
    [InlineData("timestamp,open,high,low,close,volume\n2024-01-01,900000000000000,900000000000000,0.0001,1,1\n2024-01-02,1,1,0.00001,1,1\n", "a.csv:2: prices must fit 64-bit units at the file's 5 decimals, was 900000000000000")]
    [InlineData("\0\0\0\0", "a.csv:1: the first line must be the header timestamp,open,high,low,close,volume, was \\x00\\x00")]
    public void file_must_be_refused_when_it_breaks_a_rule_as_a_whole(string text, string message)
    {
        var refused = Reading.Refused(_folder.Write("a.csv", text));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void problems_must_be_reported_together_when_there_are_many()
    {
        var rows = Enumerable.Range(1, 28).Select(day => $"2024-02-{day:00},-1,12,9,NaN,x").ToArray();
        var refused = Reading.Refused(_folder.Write("a.csv", Samples.Csv(rows)));

        Assert.Equal(84, refused.ProblemCount);
        Assert.Equal(9, refused.Problems.Count);
        Assert.Equal(3, refused.Problems.Select(problem => problem.Rule).Distinct().Count());
        Assert.EndsWith("… and 75 more problems", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void reading_must_stop_early_when_a_file_has_nothing_but_problems()
    {
        var refused = Reading.Refused(_folder.Write("a.csv", Samples.Header + string.Concat(Enumerable.Repeat("x\n", 5000))));

        Assert.Equal(1000, refused.ProblemCount);
    }

    [Fact]
    public void line_must_be_refused_when_it_is_longer_than_a_mebibyte()
    {
        var refused = Reading.Refused(_folder.Write("a.csv", Samples.Csv(Good) + new string('1', 5 << 20)));

        Assert.StartsWith("a.csv:3: a line must not be longer than 1048576 bytes", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "a.csv: a symbol must be given, as SYMBOL=FILE or with --symbol, was none")]
    [InlineData("BTC USD", "a symbol must be 1 to 32 ASCII letters, digits or -_./, was BTC USD")]
    [InlineData("ВTC", "a symbol must be 1 to 32 ASCII letters, digits or -_./, was \\xd0\\x92TC")]
    [InlineData("", "a symbol must be 1 to 32 ASCII letters, digits or -_./")]
    public void symbol_must_be_given_in_ascii_when_the_file_has_none(string? symbol, string message)
    {
        var refused = Reading.Refused(_folder.Write("a.csv", Samples.Minutes(5)), symbol);

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void missing_file_must_name_the_path_and_similar_files_when_refused()
    {
        _folder.Write("btc_2021.csv", "x");
        _folder.Write("unrelated.txt", "x");
        var path = Path.Combine(_folder.FullName, "btc_2012.csv");
        var refused = Reading.Refused(path);

        Assert.Contains($"missing: {path} (similar names there: btc_2021.csv)", refused.Message, StringComparison.Ordinal);
        Assert.Contains("there is no folder", Reading.Refused(Path.Combine(_folder.FullName, "no", "a.csv")).Message, StringComparison.Ordinal);
        Assert.Contains("must be a file, was the directory", Reading.Refused(_folder.FullName).Message, StringComparison.Ordinal);
        Assert.Throws<MarketFileException>(() => Reading.Inspect(""));
        Assert.Throws<MarketFileException>(() => Reading.Inspect("a\0b"));
    }

    [Theory]
    [InlineData("BTCUSD=x/y.csv", "x/y.csv", "BTCUSD")]
    [InlineData("x/y.csv", "x/y.csv", "FALLBACK")]
    [InlineData("=y.csv", "=y.csv", "FALLBACK")]
    public void request_must_split_symbol_and_path_when_parsed(string argument, string path, string symbol) =>
        Assert.Equal(new MarketFileRequest(path, symbol, TimeZoneInfo.Utc), MarketFileRequest.Parse(argument, "FALLBACK", TimeZoneInfo.Utc));

    [Fact]
    public void request_must_keep_the_path_when_a_file_with_an_equals_sign_exists()
    {
        var path = _folder.Write("a=b.csv", "x");

        Assert.Equal(path, MarketFileRequest.Parse(path, null, TimeZoneInfo.Utc).Path);
    }
}
