using System.Buffers.Binary;
using System.IO.Compression;
using QuantumAI.Feeds.Files;

namespace QuantumAI.Feeds.Compression;

/// <summary>Unpacks a gzip file of one or more members and insists on each member's check sum and length.</summary>
/// <remarks>
/// <see cref="GZipStream"/> ends quietly where a file is cut off, so a truncated recording would look complete.
/// This reads the member's header, lets <see cref="DeflateStream"/> do the work, and then looks for the trailer.
/// DeflateStream reads ahead and does not say how far the data went: the trailer is found as the eight bytes with the right
/// sum and length, followed by the end of the file or by another member, within what was read ahead.
/// </remarks>
internal sealed class GzipReadStream(Stream file, ProblemLog problems) : ReadOnlyStream
{
    private const int TrailerBytes = 8;
    private const int ReadAheadBytes = 64 * 1024;
    private const int MembersMax = 100_000;

    private DeflateStream? _member;
    private Crc32 _sum;
    private long _memberStart;
    private long _memberBytes;
    private long _totalBytes;
    private int _members;

    public override int Read(Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            if (_member is null && !TryOpenMember())
                return 0;
            var count = ReadMember(buffer);
            if (count > 0)
                return count;
            CloseMember();
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _member?.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private int ReadMember(Span<byte> buffer)
    {
        int count;
        try
        {
            count = _member!.Read(buffer);
        }
        catch (InvalidDataException broken)
        {
            throw problems.Fatal("gzip data must be intact", $"broken within member {_members}", broken);
        }

        _sum.Append(buffer[..count]);
        _memberBytes += count;
        _totalBytes += count;
        ExpansionLimit.Check(_totalBytes, file.Position, problems);
        return count;
    }

    private bool TryOpenMember()
    {
        if (_members > 0 && file.Position == file.Length)
            return false;
        if (++_members > MembersMax)
            throw problems.Fatal($"a gzip file must not have more than {MembersMax} members", "more");
        if (!GzipHeader.TrySkip(file))
            throw problems.Fatal("a gzip member must start with a whole gzip header", $"something else at byte {file.Position}");
        _memberStart = file.Position;
        _memberBytes = 0;
        _sum = default;
        _member = new DeflateStream(file, CompressionMode.Decompress, leaveOpen: true);
        return true;
    }

    private void CloseMember()
    {
        _member!.Dispose();
        _member = null;
        var from = Math.Max(_memberStart, file.Position - ReadAheadBytes);
        var region = new byte[(int)(Math.Min(file.Length, file.Position + TrailerBytes + GzipHeader.Magic.Length) - from)];
        file.Position = from;
        file.ReadExactly(region);
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _sum.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)_memberBytes);
        for (var place = 0; place <= region.Length - TrailerBytes; place++)
        {
            var found = region.AsSpan(place..).IndexOf(trailer);
            if (found < 0)
                break;
            place += found;
            var next = region.AsSpan(place + TrailerBytes);
            if (from + place + TrailerBytes == file.Length || next.StartsWith(GzipHeader.Magic))
            {
                file.Position = from + place + TrailerBytes;
                return;
            }
        }

        throw problems.Fatal(
            "gzip data must end with its check sum and length", $"cut off or changed, {_totalBytes} bytes unpacked from {file.Length}");
    }
}
