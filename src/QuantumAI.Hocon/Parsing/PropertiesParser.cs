using System.Text;

namespace QuantumAI.Hocon.Parsing;

/// <summary>
/// Java properties: one key and one string per logical line. Keys split at every dot, empty parts kept.
/// A key that is both a string and a prefix of others is the object, whatever the order.
/// </summary>
internal sealed class PropertiesParser(SourceCursor cursor, int depthMax)
{
    private readonly List<(string[] Path, LiteralNode Value)> _entries = [];

    public ObjectNode ParseRoot()
    {
        var root = new ObjectNode(cursor.Here);
        cursor.TryTake('\uFEFF');
        while (!cursor.AtEnd) ReadLine();
        var prefixes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, _) in _entries)
            for (var i = 1; i < path.Length; i++) prefixes.Add(string.Join('.', path[..i]));
        foreach (var (path, value) in _entries)
            if (!prefixes.Contains(string.Join('.', path))) root.Add(path, value);
        return root;
    }

    private void ReadLine()
    {
        SkipBlanks();
        if (cursor.AtEnd) return;
        if (cursor.Current is '#' or '!')
        {
            while (!cursor.AtEnd && cursor.Current is not ('\n' or '\r')) cursor.Take();
            return;
        }

        if (AtLineEnd)
        {
            cursor.Take();
            return;
        }

        var at = cursor.Here;
        var key = ReadText(stopAtSeparator: true);
        SkipBlanks();
        if (cursor.Current is '=' or ':')
        {
            cursor.Take();
            SkipBlanks();
        }

        var value = ReadText(stopAtSeparator: false);
        var path = key.Split('.');
        if (path.Length > depthMax) throw cursor.Refuse($"a path must have at most {depthMax} keys here", key, at.Line);
        _entries.Add((path, new LiteralNode(new HoconString(value, at))));
    }

    private bool AtLineEnd => cursor.AtEnd || cursor.Current is '\n' or '\r';

    private string ReadText(bool stopAtSeparator)
    {
        var text = new StringBuilder();
        while (!AtLineEnd)
        {
            if (stopAtSeparator && (cursor.Current is '=' or ':' or ' ' or '\t' or '\f')) break;
            var c = cursor.Take();
            if (c == '\\') ReadEscape(text);
            else text.Append(c);
        }

        return text.ToString();
    }

    private void ReadEscape(StringBuilder text)
    {
        if (cursor.AtEnd) return;
        var c = cursor.Take();
        switch (c)
        {
            case '\r':
                cursor.TryTake('\n');
                SkipBlanks();
                break;
            case '\n':
                SkipBlanks();
                break;
            case 'u':
                text.Append(QuotedText.ReadCodeUnit(cursor));
                break;
            default:
                text.Append(c switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', _ => c });
                break;
        }
    }

    private void SkipBlanks()
    {
        while (!cursor.AtEnd && cursor.Current is ' ' or '\t' or '\f') cursor.Take();
    }
}
