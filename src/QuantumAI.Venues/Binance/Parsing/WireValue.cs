using System.Runtime.InteropServices;
using System.Text.Json;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>A value of a payload and where it stands. Every reading is exact or throws <see cref="PayloadException"/>; nothing has a default.</summary>
/// <remarks>Not needed field: <c>Optional…</c>, null when it is absent or null. Names that nobody asks for are not looked at.</remarks>
public readonly struct WireValue
{
    private const int TextCharsMax = 512;

    // Above this a time in milliseconds would be after the year 5138: the venue can send microseconds.
    private const long MicrosecondsMin = 100_000_000_000_000;

    private readonly JsonElement _element;
    private readonly WirePlace _place;

    internal WireValue(JsonElement element, WirePlace place)
    {
        _element = element;
        _place = place;
    }

    public bool IsArray => _element.ValueKind == JsonValueKind.Array;

    public bool IsObject => _element.ValueKind == JsonValueKind.Object;

    public bool IsText => _element.ValueKind == JsonValueKind.String;

    /// <summary>A field that must be there.</summary>
    public WireValue this[string name]
    {
        get
        {
            var found = Find(name);
            return found is { } value ? value : throw At(name).Fault("must be there", "absent or null");
        }
    }

    /// <summary>A field that may be absent or null.</summary>
    public WireValue? Find(string name)
    {
        if (!IsObject)
            throw Fault("must be an object");
        return _element.TryGetProperty(name, out var element) && element.ValueKind != JsonValueKind.Null ? new WireValue(element, _place.Field(name)) : null;
    }

    /// <summary>True when the field is named at all, even with null.</summary>
    public bool Names(string name) => IsObject && _element.TryGetProperty(name, out _);

    /// <summary>The items of an array, each read by <paramref name="read"/>.</summary>
    public IReadOnlyList<T> Items<T>(Func<WireValue, T> read)
    {
        if (!IsArray)
            throw Fault("must be a list");
        var items = new T[_element.GetArrayLength()];
        var number = 0;
        foreach (var element in _element.EnumerateArray())
        {
            items[number] = read(new WireValue(element, _place.Item(number)));
            number++;
        }

        return items;
    }

    /// <summary>An item of an array of fixed positions, such as a kline.</summary>
    public WireValue Entry(int number)
    {
        if (!IsArray)
            throw Fault("must be a list");
        return number < _element.GetArrayLength() ? new WireValue(_element[number], _place.Item(number)) : throw Fault($"must have at least {number + 1} items");
    }

    public IReadOnlyList<T> Items<T>(string name, Func<WireValue, T> read) => this[name].Items(read);

    public IReadOnlyList<T> OptionalItems<T>(string name, Func<WireValue, T> read) => Find(name)?.Items(read) ?? [];

    /// <summary>Text of at most 512 characters.</summary>
    public string Text()
    {
        if (!IsText)
            throw Fault("must be text");
        string? text;
        try
        {
            text = _element.GetString();
        }
        catch (InvalidOperationException)
        {
            throw Fault("must be valid Unicode"); // half a surrogate pair, or bytes that are no UTF-8
        }

        return text!.Length <= TextCharsMax ? text : throw Fault($"must have at most {TextCharsMax} characters");
    }

    public string Text(string name) => this[name].Text();

    public string? OptionalText(string name) => Find(name)?.Text();

    public bool Flag() => _element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Fault("must be true or false"),
    };

    public bool Flag(string name) => this[name].Flag();

    public bool? OptionalFlag(string name) => Find(name)?.Flag();

    /// <summary>A whole number that stands without quotes.</summary>
    public long Long() => _element.ValueKind == JsonValueKind.Number && _element.TryGetInt64(out var number) && !Raw.ContainsAny("eE."u8)
        ? number : throw Fault("must be a whole number without quotes");

    public long Long(string name) => this[name].Long();

    public long? OptionalLong(string name) => Find(name)?.Long();

    public int Int(string name)
    {
        var number = Long(name);
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : throw At(name).Fault("must fit 32 bits");
    }

    /// <summary>A decimal number in quotes, exact, at most 18 significant digits and 12 decimals.</summary>
    public DecimalNumber Decimal()
    {
        var fault = DecimalNumber.TryParse(Quoted("a decimal number"), FixedPoint.MaxScale, rounds: false, out var number);
        return fault == NumberFault.None ? number : throw Fault(MarketNumbers.Rule(fault, "a decimal number", FixedPoint.MaxScale).Replace("a decimal number ", "", StringComparison.Ordinal));
    }

    public DecimalNumber Decimal(string name) => this[name].Decimal();

    public DecimalNumber? OptionalDecimal(string name) => Find(name)?.Decimal();

    /// <summary>A decimal number in quotes that is not negative.</summary>
    public DecimalNumber Size()
    {
        var number = Decimal();
        return number.Mantissa >= 0 ? number : throw Fault("must not be negative");
    }

    public DecimalNumber Size(string name) => this[name].Size();

    public DecimalNumber? OptionalSize(string name) => Find(name)?.Size();

    /// <summary>An amount of an asset in quotes: exact, at most 8 decimals, up to 28 digits before the point.</summary>
    public Money Amount()
    {
        var text = Quoted("an amount");
        return WireAmount.TryParse(text, out var amount) ? amount : throw Fault($"must be an amount of at most {Money.Scale} decimals");
    }

    public Money Amount(string name) => this[name].Amount();

    public Money? OptionalAmount(string name) => Find(name)?.Amount();

    /// <summary>A Unix time in milliseconds or microseconds, as nanoseconds.</summary>
    public long Time()
    {
        var time = Long();
        var unit = time < MicrosecondsMin ? UnixNanos.PerMillisecond : UnixNanos.PerMicrosecond;
        return time >= 0 && time <= long.MaxValue / unit ? time * unit : throw Fault("must be a Unix time in milliseconds or microseconds before 2262");
    }

    public long Time(string name) => this[name].Time();

    /// <summary>A time that may be absent; −1, which the venue writes for “not yet”, is null too.</summary>
    public long? OptionalTime(string name) => Find(name) is not { } value || value.Raw.SequenceEqual("-1"u8) ? null : value.Time();

    /// <summary>A word of a known list, or <c>Unknown</c> with the text.</summary>
    public Word<T> Word<T>()
        where T : struct, Enum => Words<T>.Of(Text());

    public Word<T> Word<T>(string name)
        where T : struct, Enum => this[name].Word<T>();

    public Word<T>? OptionalWord<T>(string name)
        where T : struct, Enum => Find(name)?.Word<T>();

    /// <summary>The refusal of this value.</summary>
    public PayloadException Fault(string rule) => Fault(rule, _element.ValueKind == JsonValueKind.Undefined ? "nothing" : Payload.Shown(Raw));

    /// <inheritdoc cref="Fault(string)"/>
    public PayloadException Fault(string rule, string value) => new(_place.Payload, _place.ToString(), rule, value);

    /// <summary>The bytes as the payload has them.</summary>
    internal ReadOnlySpan<byte> Raw => JsonMarshal.GetRawUtf8Value(_element);

    private WireValue At(string name) => new(default, _place.Field(name));

    private ReadOnlySpan<byte> Quoted(string what) => IsText ? Raw[1..^1] : throw Fault($"must be {what} in quotes");
}
