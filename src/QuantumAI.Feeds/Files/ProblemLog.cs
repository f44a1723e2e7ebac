using System.Globalization;
using System.Text;

namespace QuantumAI.Feeds.Files;

/// <summary>Collects the problems of one pass over one file and knows the current line.</summary>
/// <param name="place">The file's name for messages; an archive's entry is added with <see cref="Enter"/>.</param>
/// <param name="stopsAtFirst">True in the second pass: what passed the inspection must not fail any more.</param>
internal sealed class ProblemLog(string place, bool stopsAtFirst)
{
    private const int ReportedMax = 10;
    private const int ReportedPerRuleMax = 3;

    // A file with this many problems is of another kind; reading on would only cost time.
    private const int CountedMax = 1000;

    private readonly List<MarketFileProblem> _reported = [];
    private readonly Dictionary<string, int> _perRule = [];
    private string _entry = "";

    /// <summary>The current line, from 1; 0 before the first.</summary>
    public int Line { get; set; }

    public long Count { get; private set; }

    /// <summary>Names the entry of an archive in every later message.</summary>
    public void Enter(string entryName) => _entry = "/" + Printable(entryName);

    public void Add(string rule, ReadOnlySpan<byte> value) => AddAt(Line, rule, Printable(value));

    public void Add(string rule, string value) => AddAt(Line, rule, value);

    /// <exception cref="MarketFileException">The pass stops at the first problem, or there are too many.</exception>
    public void AddAt(int line, string rule, string value)
    {
        Count++;
        var already = _perRule.GetValueOrDefault(rule);
        if (_reported.Count < ReportedMax && already < ReportedPerRuleMax)
        {
            _perRule[rule] = already + 1;
            _reported.Add(new MarketFileProblem(place + _entry, line, rule, value));
        }

        if (stopsAtFirst || Count >= CountedMax)
            ThrowIfAny();
    }

    /// <summary>The exception for a problem after which nothing can be read; it carries what was collected before.</summary>
    public MarketFileException Fatal(string rule, string value, Exception? inner = null)
    {
        if (_reported.Count == ReportedMax)
            _reported.RemoveAt(ReportedMax - 1);
        _reported.Add(new MarketFileProblem(place + _entry, Line, rule, value));
        return new MarketFileException(_reported.ToArray(), Count + 1, inner);
    }

    /// <exception cref="MarketFileException">A problem was added.</exception>
    public void ThrowIfAny()
    {
        if (Count > 0)
            throw new MarketFileException(_reported.ToArray(), Count);
    }

    /// <summary>A value for a message: at most 60 characters, everything but printable ASCII as <c>\xNN</c>.</summary>
    public static string Printable(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return "empty";
        var text = new StringBuilder();
        foreach (var character in value[..Math.Min(value.Length, 60)])
        {
            if (character is >= 0x20 and < 0x7f)
                text.Append((char)character);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\x{character:x2}");
        }

        return value.Length > 60 ? text.Append('…').ToString() : text.ToString();
    }

    /// <inheritdoc cref="Printable(ReadOnlySpan{byte})"/>
    public static string Printable(string value) => Printable(Encoding.UTF8.GetBytes(value));
}
