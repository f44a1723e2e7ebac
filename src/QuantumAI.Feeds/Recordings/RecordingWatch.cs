using System.Text;
using QuantumAI.Feeds.Files;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Feeds.Recordings;

/// <summary>What a recording must keep beside the venue's own rules: one symbol. Problems go to the file's log.</summary>
internal sealed class RecordingWatch(ProblemLog problems) : IMarketMessageWatch
{
    private byte[] _symbol = [];

    /// <summary>The symbol of all messages; null before the first that names one.</summary>
    public string? Symbol => _symbol.Length == 0 ? null : Encoding.ASCII.GetString(_symbol);

    public long Problems => problems.Count;

    public void OnProblem(string rule, ReadOnlySpan<byte> value) => problems.Add(rule, value);

    public void OnProblem(string rule, string value) => problems.Add(rule, value);

    public void OnSymbol(bool isText, ReadOnlySpan<byte> symbol)
    {
        if (_symbol.AsSpan().SequenceEqual(symbol) && symbol.Length > 0)
            return;
        if (!isText || !MarketSymbol.TryParse(Encoding.UTF8.GetString(symbol), out var name))
            problems.Add(MarketSymbol.Rule, symbol);
        else if (_symbol.Length == 0)
            _symbol = Encoding.ASCII.GetBytes(name);
        else
            problems.Add($"a recording must be of one symbol, here {Symbol}", symbol);
    }
}
