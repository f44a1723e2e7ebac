using QuantumAI.Domain.Market;
using QuantumAI.Trading.Reports.Html;

namespace QuantumAI.Trading.Reports.Charts;

/// <summary>The plot area of a chart: scales from time and value to units of the drawing, and its axes.</summary>
internal sealed class ChartFrame
{
    internal const double Width = 960;
    private const double CharacterWidth = 7;
    private const int MostTimeTicks = 10;

    /// <summary>Wide enough for most labels, so that charts under each other share their left edge.</summary>
    private const double LeastLeft = 68;

    private readonly IReadOnlyList<Tick> _ticks;
    private readonly IReadOnlyList<TimeTick> _times;
    private readonly long _first;
    private readonly long _last;
    private readonly double _least;
    private readonly double _greatest;

    /// <summary>A range without extent is widened, so that one point has a place.</summary>
    internal ChartFrame(double height, long first, long last, double least, double greatest, Func<double, int, string> label)
    {
        (_first, _last) = first < last ? (first, last) : (first - UnixNanos.PerHour, first + UnixNanos.PerHour);
        var widened = Math.Max(Math.Abs(least) * 0.01, 1e-8);
        (_least, _greatest) = least < greatest ? (least, greatest) : (least - widened, greatest + widened);
        Height = height;
        _ticks = NiceTicks.Of(_least, _greatest, Math.Max(3, (int)(height / 48)), label);
        _times = TimeTicks.Of(_first, _last, MostTimeTicks);
        Left = Math.Max(LeastLeft, (_ticks.Select(tick => tick.Label.Length).DefaultIfEmpty(0).Max() * CharacterWidth) + 16);
    }

    internal double Height { get; }

    internal double Left { get; }

    internal double Right { get; } = Width - 28;

    internal double Top { get; } = 14;

    internal double Bottom => Height - 44;

    /// <summary>Columns that a screen can tell apart.</summary>
    internal int Columns => (int)(Right - Left);

    internal double X(long nanos) => Left + ((Right - Left) * Math.Clamp((double)(nanos - _first) / (_last - _first), 0, 1));

    internal double Y(double value) => Bottom - ((Bottom - Top) * Math.Clamp((value - _least) / (_greatest - _least), 0, 1));

    /// <summary>Opens the drawing with its title and description for those who cannot see it.</summary>
    internal void Open(MarkupWriter markup, string id, string title, string description)
    {
        markup.Line($"<div class=\"plot\"><svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">");
        markup.Line($"<title id=\"{id}-title\">{title}</title><desc id=\"{id}-desc\">{description}</desc>");
        foreach (var (value, label) in _ticks)
        {
            markup.Line($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Right}\" y1=\"{Y(value)}\" y2=\"{Y(value)}\" />");
            markup.Line($"<text class=\"tick\" x=\"{Left - 10}\" y=\"{Y(value) + 4}\" text-anchor=\"end\">{label}</text>");
        }

        markup.Line($"<line class=\"axis\" x1=\"{Left}\" x2=\"{Right}\" y1=\"{Bottom}\" y2=\"{Bottom}\" />");
        foreach (var (nanos, label, context) in _times)
        {
            markup.Line($"<line class=\"axis\" x1=\"{X(nanos)}\" x2=\"{X(nanos)}\" y1=\"{Bottom}\" y2=\"{Bottom + 5}\" />");
            markup.Line($"<text class=\"tick\" x=\"{X(nanos)}\" y=\"{Bottom + 19}\" text-anchor=\"middle\">{label}</text>");
            if (context.Length > 0)
                markup.Line($"<text class=\"tick context\" x=\"{X(nanos)}\" y=\"{Bottom + 35}\" text-anchor=\"middle\">{context}</text>");
        }
    }

    internal static void Close(MarkupWriter markup) => markup.Line($"</svg></div>");

    /// <summary>Axis labels: separators, and millions as <c>1.5M</c> where digits would crowd.</summary>
    internal static string Number(double value, int decimals) => Math.Abs(value) switch
    {
        >= 1e9 => ReportWords.Short(value / 1e9) + "B",
        >= 1e7 => ReportWords.Short(value / 1e6) + "M",
        _ => ReportWords.Fixed(value, decimals),
    };
}
