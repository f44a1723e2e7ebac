using QuantumAI.Feeds.BinanceVision;
using QuantumAI.Feeds.Compression;
using QuantumAI.Feeds.Csv;
using QuantumAI.Feeds.Lean;
using QuantumAI.Feeds.Recordings;
using QuantumAI.Feeds.Text;

namespace QuantumAI.Feeds.Files;

/// <summary>One reading of a file from its first to its last line; the inspection is one, each source another.</summary>
internal sealed class FilePass : IDisposable
{
    private readonly FileStream _file;
    private readonly LineReader _lines;
    private readonly bool _firstLineIsData;
    private int _blankLine;
    private bool _atFirstLine = true;

    private FilePass(FileStream file, FileContent content, LineReader lines, MarketFileRequest request, ProblemLog problems)
    {
        _file = file;
        _lines = lines;
        Problems = problems;
        ContentName = content.Name;
        FirstLine = lines.TryRead(out var line)
            ? WithoutByteOrderMark(line).ToArray()
            : throw problems.Fatal("a market file must not be empty", "0 bytes");
        Detected = FormatDetector.Detect(FirstLine, content.Name, request.Path, problems);
        Decoder = BuildDecoder(Detected, request, problems);
        _firstLineIsData = !Detected.HasHeader;
    }

    public ProblemLog Problems { get; }

    public DetectedFormat Detected { get; }

    public ILineDecoder Decoder { get; }

    /// <summary>The zip entry's name, else the file's.</summary>
    public string ContentName { get; }

    public long FileBytes => _file.Length;

    /// <summary>How far the file itself was read; a zip file's place is only roughly the content's.</summary>
    public long FileBytesRead => Math.Min(_file.Position, _file.Length);

    private byte[] FirstLine { get; }

    /// <exception cref="MarketFileException">The file cannot be opened or is of no supported format.</exception>
    public static FilePass Open(MarketFileRequest request, ProblemLog problems)
    {
        var file = FileFinder.Open(request.Path, problems);
        LineReader? lines = null;
        try
        {
            var content = FileContent.Open(file, request.Path, problems);
            lines = new LineReader(content.Stream, problems);
            return new FilePass(file, content, lines, request, problems);
        }
        catch (IOException broken)
        {
            lines?.Dispose();
            file.Dispose();
            throw problems.Fatal("a market file must be readable", ProblemLog.Printable(broken.Message), broken);
        }
        catch (MarketFileException)
        {
            lines?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>Decodes the next data line into the sink.</summary>
    /// <returns>False at the end of the file.</returns>
    public bool TryDecodeLine(IRecordSink sink)
    {
        if (_atFirstLine)
        {
            _atFirstLine = false;
            if (_firstLineIsData)
            {
                Decoder.Decode(FirstLine, sink);
                return true;
            }
        }

        if (!TryReadLine(out var line))
            return false;
        if (line.IsEmpty)
        {
            _blankLine = _blankLine == 0 ? Problems.Line : _blankLine;
            return true;
        }

        if (_blankLine > 0)
            Problems.AddAt(_blankLine, "a line must not be blank before the end of the file", "empty");
        _blankLine = 0;
        Decoder.Decode(line, sink);
        return true;
    }

    public void Dispose()
    {
        _lines.Dispose();
        _file.Dispose();
    }

    private bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        try
        {
            return _lines.TryRead(out line);
        }
        catch (IOException broken)
        {
            throw Problems.Fatal("a market file must be readable", ProblemLog.Printable(broken.Message), broken);
        }
    }

    private static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> line) =>
        line.StartsWith("\uFEFF"u8) ? line[3..] : line;

    private static ILineDecoder BuildDecoder(DetectedFormat detected, MarketFileRequest request, ProblemLog problems) => detected.Format switch
    {
        MarketFileFormat.Csv => new CsvBarDecoder(request.TimeZone, problems),
        MarketFileFormat.BinanceKlines => new KlineDecoder(problems),
        MarketFileFormat.BinanceAggTrades => new AggTradeDecoder(problems),
        MarketFileFormat.LeanTradeBars => new LeanTradeDecoder(detected.Lean!, request.TimeZone, problems),
        MarketFileFormat.LeanQuoteBars => new LeanQuoteDecoder(detected.Lean!, request.TimeZone, problems),
        _ => new WebSocketDecoder(problems),
    };
}
