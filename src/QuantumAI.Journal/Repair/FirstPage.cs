using System.Buffers.Binary;
using QuantumAI.Journal.Sqlite;
using SQLitePCL;

namespace QuantumAI.Journal.Repair;

/// <summary>Replaces a damaged first page (the header and the list of tables) by that of a fresh journal: both were made by the same statements.</summary>
/// <remarks>When that is not so, the pages do not fit their tables, and nothing of them verifies.</remarks>
internal static class FirstPage
{
    private const int PageBytes = 4096;

    /// <summary>False when the file is too short to hold a journal.</summary>
    public static bool Replace(string work)
    {
        var template = work + ".page";
        File.Delete(template);
        using (var connection = SqliteConnection.Open(template, template, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE))
        {
            var format = SqliteJournalFormat.Format;
            connection.Execute($"PRAGMA journal_mode=DELETE; BEGIN; {SqliteJournalFormat.Tables} PRAGMA application_id={format.ApplicationId}; PRAGMA user_version={format.Version}; COMMIT");
        }

        var page = new byte[PageBytes];
        using (var fresh = File.OpenRead(template))
            fresh.ReadExactly(page);
        File.Delete(template);
        using var file = new FileStream(work, FileMode.Open, FileAccess.ReadWrite);
        if (file.Length < 2 * PageBytes)
            return false;

        // A WAL beside the file goes on being read; no page is free; the count of pages is the file's.
        page[18] = page[19] = 2;
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(28), (uint)((file.Length + PageBytes - 1) / PageBytes));
        page.AsSpan(32, 8).Clear();
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(92), BinaryPrimitives.ReadUInt32BigEndian(page.AsSpan(24)));
        file.Write(page);
        return true;
    }
}
