using System.Buffers.Binary;
using System.Security.Cryptography;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>The link of a commit, taken in append by append: as <see cref="HashChain.NextCommit"/>, in bounded memory. Not thread safe.</summary>
internal sealed class CommitHash : IDisposable
{
    private const int MostBuffered = 64 * 1024;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _buffer = new byte[4096];
    private int _length;
    private bool _isSpilled;

    /// <summary>Appends taken in since <see cref="Start"/>.</summary>
    public long Appends { get; private set; }

    public void Start(ReadOnlySpan<byte> previous, long number)
    {
        if (_isSpilled)
            _ = _hash.GetHashAndReset();
        (_length, _isSpilled, Appends) = (HashChain.LinkBytes + sizeof(long), false, 0);
        previous.CopyTo(_buffer);
        BinaryPrimitives.WriteInt64BigEndian(_buffer.AsSpan(HashChain.LinkBytes), number);
    }

    /// <param name="name">The stream's name, UTF-8.</param>
    /// <param name="sequence">The stream's end after the append.</param>
    /// <param name="link">The append's link.</param>
    public void Add(ReadOnlySpan<byte> name, long sequence, ReadOnlySpan<byte> link)
    {
        var room = Room(HashChain.CommitEntryBytes(name.Length)); // may begin the buffer anew, so it comes before the length is read
        _length += HashChain.WriteCommitEntry(name, sequence, link, room);
        Appends++;
    }

    /// <summary>The link; the next commit begins with <see cref="Start"/>.</summary>
    public void Finish(Span<byte> link)
    {
        if (!_isSpilled)
        {
            SHA256.HashData(_buffer.AsSpan(0, _length), link);
            return;
        }

        _hash.AppendData(_buffer, 0, _length);
        _hash.GetHashAndReset(link);
        _isSpilled = false;
    }

    public void Dispose() => _hash.Dispose();

    private Span<byte> Room(int bytes)
    {
        if (_length + bytes > MostBuffered)
        {
            _hash.AppendData(_buffer, 0, _length);
            (_length, _isSpilled) = (0, true);
        }

        if (_length + bytes > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(_length + bytes, Math.Min(MostBuffered, _buffer.Length * 2)));
        return _buffer.AsSpan(_length);
    }
}
