using System.IO.Compression;
using System.Text;

namespace QuantumAI.Feeds.Tests.Generated;

public sealed class CompressionTests : IDisposable
{
    private static readonly string Text = Samples.Minutes(60);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void packed_files_must_give_the_same_events_when_unpacked_by_the_reader()
    {
        var plain = Reading.Inspect(_folder.Write("a.csv", Text));
        var gzip = Reading.Inspect(_folder.Write("a.csv.gz", TempFolder.Gzip(Text)));
        var unnamed = Reading.Inspect(_folder.Write("a.bin", TempFolder.Gzip(Text)));
        var zip = Reading.Inspect(_folder.Zip("a.zip", ("folder/", ""), ("folder/a.csv", Text), ("__MACOSX/a.csv", "x")));

        var expected = Describe(plain);
        Assert.Equal(expected, Describe(gzip));
        Assert.Equal(expected, Describe(unnamed));
        Assert.Equal(expected, Describe(zip));
    }

    [Fact]
    public void gzip_file_must_be_refused_when_it_is_cut_off_at_any_byte()
    {
        var packed = TempFolder.Gzip(Samples.Minutes(12));
        Reading.Inspect(_folder.Write("a.csv.gz", packed));
        for (var length = 0; length < packed.Length; length++)
            Reading.Refused(_folder.Write("a.csv.gz", packed[..length]));
    }

    [Fact]
    public void second_gzip_member_must_be_refused_when_it_is_cut_off_at_any_byte()
    {
        var (head, tail) = Split();
        byte[] packed = [.. TempFolder.Gzip(head), .. TempFolder.Gzip(tail)];
        Assert.Equal(60, Reading.Inspect(_folder.Write("a.csv.gz", packed)).BarCount);
        var whole = TempFolder.Gzip(head).Length;
        for (var length = whole + 1; length < packed.Length; length++)
            Reading.Refused(_folder.Write("a.csv.gz", packed[..length]));
    }

    [Fact]
    public void gzip_members_must_be_joined_when_some_are_empty_or_named()
    {
        var (head, tail) = Split();
        var named = TempFolder.Gzip(head);
        named[3] = 8 | 16 | 4;
        byte[] packed =
        [
            .. TempFolder.Gzip(""), .. named[..10], 2, 0, 7, 7, .. "name\0comment\0"u8, .. named[10..], .. TempFolder.Gzip(""), .. TempFolder.Gzip(tail),
        ];

        Assert.Equal(60, Reading.Inspect(_folder.Write("a.csv.gz", packed)).BarCount);
    }

    [Fact]
    public void gzip_file_must_be_refused_when_bytes_follow_its_end()
    {
        var refused = Reading.Refused(_folder.Write("a.csv.gz", [.. TempFolder.Gzip(Text), 0, 0, 0]));

        Assert.StartsWith("a.csv.gz", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void gzip_file_must_be_refused_when_its_check_sum_is_wrong()
    {
        var packed = TempFolder.Gzip(Text);
        packed[^5] ^= 1;
        var refused = Reading.Refused(_folder.Write("a.csv.gz", packed));

        Assert.Contains("gzip data must end with its check sum and length", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void large_gzip_file_must_be_read_when_it_spans_many_buffers()
    {
        var text = Samples.Minutes(30_000);
        var packed = TempFolder.Gzip(text);

        Assert.True(packed.Length > 300_000);
        Assert.Equal(30_000, Reading.Inspect(_folder.Write("a.csv.gz", packed)).BarCount);
        Assert.Equal(30_000, Reading.Inspect(_folder.Write("b.csv.gz", [.. packed[..0], .. packed])).BarCount);
    }

    [Fact]
    public void bomb_must_be_refused_when_it_unpacks_to_far_more_than_its_size()
    {
        var packed = new MemoryStream();
        var lines = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("1723161254000000000 {}" + new string(' ', 2000) + "\n", 50)));
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var i = 0; i < 400; i++)
                gzip.Write(lines);
        }

        var refused = Reading.Refused(_folder.Write("a.jsonl.gz", packed.ToArray()));

        Assert.Contains("compressed data must not unpack to more than 200 times its size", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void zip_file_must_list_its_entries_when_there_are_several()
    {
        var refused = Reading.Refused(_folder.Zip("a.zip", ("b.csv", Text), ("c.csv", Text)));

        Assert.Equal("a.zip: a zip file must hold exactly one data entry; unpack it and name the one to read, was 2: b.csv, c.csv", refused.Message);
        Assert.Contains("was none", Reading.Refused(_folder.Zip("b.zip")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void problem_in_a_zip_must_name_the_entry_when_reported()
    {
        var refused = Reading.Refused(_folder.Zip("a.zip", ("b.csv", Samples.Csv("2024-01-01,1,1,2,1,1"))));

        Assert.StartsWith("a.zip/b.csv:2: high must not be below low", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void zip_file_must_be_refused_when_content_or_length_changed()
    {
        var path = _folder.Write("a.zip", "");
        var original = File.ReadAllBytes(_folder.Zip("b.zip", ("b.csv", Samples.Minutes(12))));
        for (var length = 0; length < original.Length; length++)
        {
            File.WriteAllBytes(path, original[..length]);
            Reading.Refused(path);
        }

        // A stored entry has no deflate structure that could break: only its check sum shows the change.
        using (var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
        {
            using var entry = archive.CreateEntry("b.csv", CompressionLevel.NoCompression).Open();
            entry.Write(Encoding.UTF8.GetBytes(Samples.Csv("2024-01-01,11,12,10,11,5", "2024-01-02,11,12,10,11,5")));
        }

        var changed = File.ReadAllBytes(path);
        changed[changed.AsSpan().IndexOf(",5\n"u8) + 1] = (byte)'6';
        File.WriteAllBytes(path, changed);
        Assert.Contains("a zip entry must have the length and check sum", Reading.Refused(path).Message, StringComparison.Ordinal);
    }

    private static (string Head, string Tail) Split()
    {
        var middle = Text.IndexOf('\n', Text.Length / 2) + 10;
        return (Text[..middle], Text[middle..]);
    }

    private static List<(long, long, long)> Describe(Files.MarketFile file) =>
        Reading.Events(file).ConvertAll(e => (e.ReceivedNanos, e.PriceUnits, e.Kind == Domain.Market.MarketEventKind.Bar ? e.Bar.VolumeUnits : 0));
}
