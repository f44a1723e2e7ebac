namespace QuantumAI.Feeds.Files;

/// <summary>Which file to read, as what.</summary>
/// <param name="Path">The file; relative paths start at the working directory.</param>
/// <param name="Symbol">The instrument, or null when the file says it itself (recordings, Binance Vision and Lean names).</param>
/// <param name="TimeZone">The zone of times that are written without one. Dates without a time of day are UTC days whatever it is.</param>
public sealed record MarketFileRequest(string Path, string? Symbol, TimeZoneInfo TimeZone)
{
    /// <summary>Reads a command line's <c>[SYMBOL=]FILE</c>.</summary>
    /// <param name="argument">A path with an equals sign that exists is taken as a path.</param>
    /// <param name="symbol">What <c>--symbol</c> says; used when the argument names none.</param>
    /// <param name="timeZone">What <c>--tz</c> says.</param>
    public static MarketFileRequest Parse(string argument, string? symbol, TimeZoneInfo timeZone)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals <= 0 || File.Exists(argument)
            ? new MarketFileRequest(argument, symbol, timeZone)
            : new MarketFileRequest(argument[(equals + 1)..], argument[..equals], timeZone);
    }
}
