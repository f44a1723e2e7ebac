using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace QuantumAI.Trading.Projections;

/// <summary>One hash over the content of the read models, the same in every store. 64 lower-case hexadecimal digits.</summary>
/// <remarks>
/// SHA-256 over each table in the order of <see cref="ViewTables.All"/>: its name, then its rows by key (numbers as such, text
/// ordinal), a value = 1 ‖ i64 for a number or 2 ‖ u32 length ‖ UTF-8 for text, little-endian; then the cursor's position.
/// </remarks>
public static class ViewHash
{
    public static string Of(IProjectionStore store)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var table in ViewTables.All)
        {
            Add(hash, table.Name);
            var rows = store.All(table).Rows;
            foreach (var row in table.IsByPosition ? rows.OrderBy(row => row.Values[0].Number) : rows.OrderBy(row => row.Key, StringComparer.Ordinal))
            {
                foreach (var value in row.Values)
                    Add(hash, value);
            }
        }

        Add(hash, store.Cursor().Position);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, ViewValue value)
    {
        Span<byte> head = stackalloc byte[9];
        head[0] = (byte)(value.IsNumber ? 1 : 2);
        if (value.IsNumber)
        {
            BinaryPrimitives.WriteInt64LittleEndian(head[1..], value.Number);
            hash.AppendData(head);
            return;
        }

        var text = Encoding.UTF8.GetBytes(value.Text);
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], text.Length);
        hash.AppendData(head[..5]);
        hash.AppendData(text);
    }
}
