using System.Globalization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Binance.Rest;

/// <summary>A request's parameters as the exchange reads them: each once, each of its form, each asked for; else the venue's documented error.</summary>
/// <remarks>One request, one owner. A parameter in query and body counts once: the query's value is used, as documented.</remarks>
public sealed class RequestParameters
{
    private const string DecimalRange = @"^([0-9]{1,20})(\.[0-9]{1,20})?$";
    private const string LongRange = "^[0-9]{1,20}$";
    private const string ClientIdRange = "^[a-zA-Z0-9-_]{1,36}$";
    private const int ClientIdCharsMax = 36;
    private const int DigitsMax = 20;

    private static readonly string[] OfEveryRequest = ["timestamp", "recvWindow", "apiKey", "signature"];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = [.. OfEveryRequest];

    /// <exception cref="RequestRefusedException">A name stands twice in the query, or twice in the body.</exception>
    public RequestParameters(IEnumerable<KeyValuePair<string, string>> query, IEnumerable<KeyValuePair<string, string>>? body = null)
    {
        AddAll(query, []);
        AddAll(body ?? [], [.. _values.Keys]);
    }

    public int Count => _values.Count;

    /// <summary>True when it was sent, even empty.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>A text as it was sent, without counting as read; null when absent.</summary>
    public string? Peek(string name) => _values.GetValueOrDefault(name);

    /// <summary>A text that may be absent; sent empty is an error.</summary>
    public string? Find(string name)
    {
        _read.Add(name);
        return !_values.TryGetValue(name, out var value) ? null : value.Length > 0 ? value : throw Refuse(SpotErrorCode.EmptyParameter, 1, name);
    }

    /// <summary>A text that must be there.</summary>
    public string Need(string name)
    {
        _read.Add(name);
        return _values.TryGetValue(name, out var value) && value.Length > 0 ? value : throw Refuse(SpotErrorCode.MandatoryParameter, 1, name);
    }

    /// <summary>A plain decimal that may be absent.</summary>
    public DecimalNumber? FindDecimal(string name)
    {
        if (Find(name) is not { } text)
            return null;
        if (!IsDecimal(text))
            throw Refuse(SpotErrorCode.IllegalCharacters, 1, name, DecimalRange);
        Span<byte> utf8 = stackalloc byte[(2 * DigitsMax) + 1];
        var length = System.Text.Encoding.ASCII.GetBytes(text, utf8);
        return DecimalNumber.TryParse(utf8[..length], Money.Scale, rounds: false, out var number) switch
        {
            NumberFault.None => number,
            NumberFault.TooFine => throw Refuse(SpotErrorCode.BadPrecision, 0, name),
            _ => throw Refuse(SpotErrorCode.ParameterOverflow, 0, name),
        };
    }

    /// <summary>A plain decimal that must be there.</summary>
    public DecimalNumber NeedDecimal(string name)
    {
        Need(name);
        return FindDecimal(name)!.Value;
    }

    /// <summary>A whole number that may be absent.</summary>
    public long? FindLong(string name)
    {
        if (Find(name) is not { } text)
            return null;
        if (text.Length > DigitsMax || !text.All(char.IsAsciiDigit))
            throw Refuse(SpotErrorCode.IllegalCharacters, 1, name, LongRange);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Refuse(SpotErrorCode.ParameterOverflow, 0, name);
    }

    /// <summary>A client order id that may be absent.</summary>
    public string? FindClientId(string name) => Find(name) is not { } text || IsClientId(text)
        ? Find(name) : throw Refuse(SpotErrorCode.IllegalCharacters, 1, name, ClientIdRange);

    /// <summary>A word of a list that may be absent.</summary>
    /// <param name="whenWrong">The error of a word that is not in the list; it must need no parts but the parameter's name.</param>
    public T? FindWord<T>(string name, SpotErrorCode whenWrong)
        where T : struct, Enum
    {
        if (Find(name) is not { } text)
            return null;
        var word = Words<T>.Of(text);
        return word.IsUnknown ? throw Refuse(whenWrong, whenWrong == SpotErrorCode.InvalidParameter ? 1 : 0, name) : word.Value;
    }

    /// <summary>A word of a list that must be there.</summary>
    public T NeedWord<T>(string name, SpotErrorCode whenWrong)
        where T : struct, Enum
    {
        Need(name);
        return FindWord<T>(name, whenWrong)!.Value;
    }

    /// <summary>Refuses a parameter that the request must not have.</summary>
    public void Forbid(string name)
    {
        if (Has(name))
            throw Refuse(SpotErrorCode.ParameterNotRequired, 1, name);
    }

    /// <summary>Refuses a request with parameters that nobody asked for.</summary>
    public void RequireAllRead()
    {
        var unread = _values.Keys.Count(name => !_read.Contains(name));
        if (unread > 0)
            throw Refuse(SpotErrorCode.UnreadParameters, 1, Count - unread, Count);
    }

    /// <summary>The rule that the venue states for client order ids.</summary>
    public static bool IsClientId(string text) =>
        text.Length is > 0 and <= ClientIdCharsMax && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');

    internal static RequestRefusedException Refuse(SpotErrorCode code, int form = 0, params object[] parts) => new(SpotErrors.Make(code, form, parts));

    private static bool IsDecimal(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var (whole, fraction) = point < 0 ? (text, "0") : (text[..point], text[(point + 1)..]);
        return whole.Length is > 0 and <= DigitsMax && fraction.Length is > 0 and <= DigitsMax && whole.All(char.IsAsciiDigit) && fraction.All(char.IsAsciiDigit);
    }

    private void AddAll(IEnumerable<KeyValuePair<string, string>> parameters, HashSet<string> earlier)
    {
        foreach (var (name, value) in parameters)
        {
            if (!_values.TryAdd(name, value) && !earlier.Remove(name))
                throw Refuse(SpotErrorCode.TooManyParameters, 2);
        }
    }
}

/// <summary>A request that the exchange refuses, with the error that it answers.</summary>
#pragma warning disable CA1032 // Without its error there is nothing to answer.
public sealed class RequestRefusedException(VenueError error) : Exception($"{error.Code}: {error.Message}")
#pragma warning restore CA1032
{
    public VenueError Error { get; } = error;

    /// <summary>Of a limit: how long the client has to wait; 0 = not told.</summary>
    public long RetryAfterNanos { get; init; }
}
