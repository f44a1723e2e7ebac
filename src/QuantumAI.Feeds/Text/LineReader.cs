using QuantumAI.Feeds.Files;

namespace QuantumAI.Feeds.Text;

/// <summary>Splits a stream into lines without allocating for each: one buffer, at most a mebibyte and a little.</summary>
internal sealed class LineReader(Stream stream, ProblemLog problems) : IDisposable
{
    /// <summary>A longer line is refused; the longest real depth message is a fifteenth of it.</summary>
    public const int LineBytesMax = 1 << 20;

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>Reads the next line without its line break (LF or CRLF) and moves <see cref="ProblemLog.Line"/> on.</summary>
    /// <param name="line">Valid until the next call.</param>
    /// <returns>False at the end of the stream.</returns>
    /// <exception cref="MarketFileException">The line is too long, or the compressed data under it is broken.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var pending = _buffer.AsSpan(_start, _end - _start);
            var feed = pending[searched..].IndexOf((byte)'\n');
            if (feed >= 0)
            {
                line = Take(pending[..(searched + feed)], searched + feed + 1);
                return true;
            }

            searched = pending.Length;
            if (_ended)
            {
                line = pending.IsEmpty ? default : Take(pending, pending.Length);
                return !pending.IsEmpty;
            }

            Fill();
        }
    }

    public void Dispose() => stream.Dispose();

    private ReadOnlySpan<byte> Take(ReadOnlySpan<byte> line, int consumed)
    {
        problems.Line++;
        if (line.Length > LineBytesMax)
            throw TooLong();
        _start += consumed;
        return line is [.., (byte)'\r'] ? line[..^1] : line;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_end > LineBytesMax)
            {
                problems.Line++;
                throw TooLong();
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _ended = count == 0;
        _end += count;
    }

    private MarketFileException TooLong() => problems.Fatal($"a line must not be longer than {LineBytesMax} bytes", "longer");
}
