using System.Globalization;

namespace QuantumAI.Node.Tests.Recorded;

/// <summary>A made-up recording in the form of the real one, for machines that do not have it: six minutes, ten changes of the book and thirty trades a second.</summary>
internal static class GeneratedRecording
{
    private const long StartMillis = 1_700_000_000_000;
    private const int Steps = 3_600;
    private const int StepMillis = 100;

    public static void Write(string path)
    {
        var random = new Random(6);
        using var file = new StreamWriter(path);
        var (update, trade) = (1_000L, 1L);
        file.WriteLine(Line(StartMillis, $$"""{"lastUpdateId":{{update}},"bids":[{{Levels(random, 6_000_000, -1)}}],"asks":[{{Levels(random, 6_000_000, 1)}}]}"""));
        for (var step = 1; step <= Steps; step++)
        {
            var (at, middle) = (StartMillis + (step * StepMillis), 6_000_000 + (long)(20_000 * Math.Sin(step / 200.0)));
            for (var i = 0; i < 3; i++)
            {
                file.WriteLine(Line(at, Wrapped("trade", string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"e":"trade","E":{{at}},"s":"BTCUSDT","t":{{trade++}},"p":"{{Price(middle + random.Next(-500, 500))}}","q":"0.{{random.Next(1, 99_999):D5}}","T":{{at}},"m":{{(random.Next(2) == 0 ? "true" : "false")}},"M":true}"""))));
            }

            // What the market has left behind is taken away, so that the book never crosses.
            file.WriteLine(Line(at, Wrapped("depth@100ms", string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"e":"depthUpdate","E":{{at}},"s":"BTCUSDT","U":{{update + 1}},"u":{{update += 7}},"b":[{{Levels(random, middle, -1)}},{{Gone(middle, 1)}}],"a":[{{Levels(random, middle, 1)}},{{Gone(middle, -1)}}]}"""))));
        }
    }

    private static string Wrapped(string stream, string data) => $"{{\"stream\":\"btcusdt@{stream}\",\"data\":{data}}}";

    private static string Line(long millis, string json) => string.Create(CultureInfo.InvariantCulture, $"{millis}000000 {json}");

    private static string Price(long cents) => string.Create(CultureInfo.InvariantCulture, $"{cents / 100}.{cents % 100:D2}000000");

    private static string Levels(Random random, long middle, int sign) => string.Join(',', Enumerable.Range(1, 20).Select(level =>
        string.Create(CultureInfo.InvariantCulture, $"""["{Price(Grid(middle) + (sign * level * 100))}","{random.Next(1, 9)}.00000000"]""")));

    private static string Gone(long middle, int sign) => string.Join(',', Enumerable.Range(0, 5).Select(level =>
        $"""["{Price(Grid(middle) + (sign * level * 100))}","0.00000000"]"""));

    private static long Grid(long middle) => middle / 100 * 100;
}
