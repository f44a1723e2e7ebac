using System.Globalization;
using System.Text;

namespace QuantumAI.Hocon.Rendering;

/// <summary>Writes one tree as JSON or HOCON. Recursion is bounded by the tree's depth limit.</summary>
internal sealed class TreeWriter(HoconRenderOptions options, bool hocon)
{
    private readonly StringBuilder _text = new();
    private readonly List<string> _path = [];
    private int _indent;

    public void WriteRoot(HoconValue value)
    {
        if (value is HoconObject o) WriteFields(o);
        else Write(value);
        if (_text.Length > 0) _text.Append('\n');
    }

    public void Write(HoconValue value)
    {
        switch (value)
        {
            case HoconObject o when o.Fields.Count == 0:
                _text.Append("{}");
                break;
            case HoconArray a when a.Items.Count == 0:
                _text.Append("[]");
                break;
            case HoconObject o:
                Block('{', () => WriteFields(o), '}');
                break;
            case HoconArray a:
                Block('[', () => WriteItems(a), ']');
                break;
            default:
                _text.Append(Scalar(value));
                break;
        }
    }

    public override string ToString() => _text.ToString();

    private string Scalar(HoconValue value) =>
        (_path.Count > 0 && options.IsSecret(HoconPath.Render(_path))) || options.IsSecretText(value.ScalarText!) ? "\"(secret)\""
        : value switch
        {
            HoconString s => JsonText.Quote(s.Value),
            HoconNumber n => n.PlainText,
            _ => value.ScalarText!,
        };

    private void Block(char open, Action body, char close)
    {
        _text.Append(open);
        _indent++;
        NewLine();
        body();
        _indent--;
        NewLine();
        _text.Append(close);
    }

    private void WriteFields(HoconObject o)
    {
        var fields = options.SortKeys ? o.Fields.OrderBy(f => f.Key, StringComparer.Ordinal) : o.Fields.AsEnumerable();
        var first = true;
        foreach (var (key, value) in fields)
        {
            Separate(ref first);
            _path.Add(key);
            if (hocon) _text.Append(HoconPath.RenderKey(key)).Append(value is HoconObject ? " " : " = ");
            else _text.Append(JsonText.Quote(key)).Append(options.Indented ? ": " : ":");
            Write(value);
            if (hocon && options.ShowOrigins && value.ScalarText is not null) _text.Append("  # ").Append(HoconProblem.Shorten(value.SetAt.ToString()));
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void WriteItems(HoconArray array)
    {
        var first = true;
        for (var i = 0; i < array.Items.Count; i++)
        {
            Separate(ref first);
            _path.Add(i.ToString(CultureInfo.InvariantCulture));
            Write(array.Items[i]);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void Separate(ref bool first)
    {
        if (first)
        {
            first = false;
            return;
        }

        if (!hocon) _text.Append(',');
        NewLine();
    }

    private void NewLine()
    {
        if (options.Indented) _text.Append('\n').Append(' ', 2 * _indent);
    }
}
