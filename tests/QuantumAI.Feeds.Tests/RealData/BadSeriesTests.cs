namespace QuantumAI.Feeds.Tests.RealData;

public sealed class BadSeriesTests
{
    [Theory]
    [InlineData("si_bad.csv", "si_bad.csv:2: timestamp must be a time of 1970 to 2261", "si_bad.csv:356: open must be positive, was -263.16")]
    [InlineData("si_max.csv", "si_max.csv:2: timestamp must be a time of 1970 to 2261", "was 08/30/2019")]
    [InlineData("si_zeros.csv", "si_zeros.csv:2: timestamp must be a time of 1970 to 2261", "si_zeros.csv:2: open must be positive, was 0.00")]
    public void bad_series_must_be_refused_with_its_rules_when_inspected(string name, string first, string second)
    {
        var refused = Reading.Refused(SharedData.Path("quality/" + name));

        Assert.StartsWith(first, refused.Message, StringComparison.Ordinal);
        Assert.Contains(second, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("macro/vix_1d_to2019.csv")]
    [InlineData("macro/fx_monthly_8ccy_to2019.csv")]
    [InlineData("macro/lean_oanda_1d_quote_eurusd.zip", true)]
    [InlineData("equities/kr/v1_005930_1d_to2015.csv.gz")]
    [InlineData("equities/us/pypfopt_stocks20_adjclose_1d_1989_2018.csv.gz")]
    [InlineData("news/twitter_financial_news_sentiment_half.csv")]
    [InlineData("crypto/ticks/binance_spot_normalised_with_disconnects_20241220.json")]
    public void file_of_another_kind_must_be_refused_by_its_first_line_when_inspected(string path, bool isReadable = false)
    {
        if (isReadable)
            Assert.Equal(3738, Reading.Inspect(SharedData.Path(path), symbol: null).QuoteCount);
        else
            Assert.Contains("the first line must be the header", Reading.Refused(SharedData.Path(path)).Message, StringComparison.Ordinal);
    }
}
