using System.Text;

namespace QuantumAI.Hocon.Parsing;

/// <summary>Reads a path expression: keys split at unquoted dots, inner whitespace kept, outer whitespace dropped.</summary>
internal static class PathReader
{
    /// <summary>Reads up to the first character that cannot belong to a path.</summary>
    public static IReadOnlyList<string> Read(SourceCursor cursor, int depthMax)
    {
        var keys = new List<string>();
        var key = new StringBuilder();
        var quoted = false;
        cursor.TakeInlineWhitespace();
        var space = "";
        while (true)
        {
            if (cursor.AtEnd) break;
            if (cursor.Current == '"')
            {
                key.Append(space).Append(QuotedText.Read(cursor));
                quoted = true;
            }
            else if (cursor.Current == '.')
            {
                key.Append(space);
                EndKey();
                cursor.Take();
            }
            else if (cursor.AtUnquoted)
            {
                key.Append(space).Append(cursor.Take());
            }
            else
            {
                break;
            }

            space = cursor.TakeInlineWhitespace();
        }

        EndKey();
        return keys;

        void EndKey()
        {
            if (key.Length == 0 && !quoted)
            {
                throw keys.Count == 0 && cursor.Current != '.'
                    ? cursor.Refuse("a key must stand here", cursor.Shown())
                    : cursor.Refuse("a path must not start or end with a dot or have two in a row; quote an empty key");
            }

            if (keys.Count >= depthMax) throw cursor.Refuse($"a path must have at most {depthMax} keys here");
            keys.Add(key.ToString());
            key.Clear();
            quoted = false;
        }
    }
}
