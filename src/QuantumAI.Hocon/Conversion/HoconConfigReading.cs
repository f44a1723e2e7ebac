using QuantumAI.Hocon.Conversion;

namespace QuantumAI.Hocon;

/// <summary>
/// Typed access by path. Every method throws <see cref="HoconException"/> naming key, rule, value, file and line when the key is
/// absent, null, of another kind or out of range. Ranges are inclusive.
/// </summary>
public static class HoconConfigReading
{
    private delegate bool TryRead<T>(HoconValue value, out T result);

    /// <summary>Whether the key is present and not null.</summary>
    public static bool Has(this HoconConfig config, string path) => config.Find(path) is not (null or HoconNull);

    public static string GetString(this HoconConfig config, string path) =>
        Read<string>(config, path, "must be a string", ScalarReading.TryText);

    /// <summary>true, yes and on; false, no and off.</summary>
    public static bool GetBoolean(this HoconConfig config, string path) =>
        Read<bool>(config, path, "must be true or false", ScalarReading.TryBoolean);

    public static int GetInt32(this HoconConfig config, string path, int min = int.MinValue, int max = int.MaxValue) =>
        (int)GetInt64(config, path, min, max);

    public static long GetInt64(this HoconConfig config, string path, long min = long.MinValue, long max = long.MaxValue) =>
        InRange(config, path, min, max, Read<long>(config, path, "must be a whole number", ScalarReading.TryInt64));

    /// <summary>Exact; a number of more than 28 significant digits is refused.</summary>
    public static decimal GetDecimal(
        this HoconConfig config, string path, decimal min = decimal.MinValue, decimal max = decimal.MaxValue) =>
        InRange(config, path, min, max, Read<decimal>(config, path, "must be a number of at most 28 digits", ScalarReading.TryDecimal));

    /// <summary>The nearest finite double.</summary>
    public static double GetDouble(this HoconConfig config, string path) =>
        Read<double>(config, path, "must be a finite number", ScalarReading.TryDouble);

    /// <summary>A duration in nanoseconds; a bare number is milliseconds, as the HOCON specification says.</summary>
    public static long GetDurationNanos(this HoconConfig config, string path, long min = long.MinValue, long max = long.MaxValue) =>
        InRange(config, path, min, max, Read(
            config, path, "must be a duration such as 60s", (HoconValue v, out long n) => DurationUnits.TryRead(v, bareMillis: true, out n)));

    /// <summary>As <see cref="GetDurationNanos"/>, refused when not a multiple of the 100 ns a <see cref="TimeSpan"/> counts in.</summary>
    public static TimeSpan GetDuration(this HoconConfig config, string path)
    {
        var nanos = GetDurationNanos(config, path);
        return nanos % TimeSpan.NanosecondsPerTick == 0
            ? new TimeSpan(nanos / TimeSpan.NanosecondsPerTick)
            : throw Refuse(config, path, "must be a multiple of 100 ns");
    }

    /// <summary>Days, weeks, months or years; a bare number is days.</summary>
    public static HoconPeriod GetPeriod(this HoconConfig config, string path) =>
        Read<HoconPeriod>(config, path, "must be a period such as 3 weeks", PeriodUnits.TryRead);

    /// <summary>A size in bytes; a bare number is bytes. MB is 10^6, MiB and M are 2^20.</summary>
    public static long GetSizeBytes(this HoconConfig config, string path, long min = 0, long max = long.MaxValue) =>
        InRange(config, path, min, max, Read(
            config, path, "must be a size such as 64 MiB", (HoconValue v, out long b) => SizeUnits.TryRead(v, bareBytes: true, out b)));

    /// <summary>A percentage as a fraction: 20% gives 0.20. A bare number is taken as a fraction only when accepted.</summary>
    public static decimal GetFraction(this HoconConfig config, string path, bool acceptPlainNumber = false) =>
        Read(config, path, "must be a percentage such as 20%", (HoconValue v, out decimal f) => ScalarReading.TryFraction(v, acceptPlainNumber, out f));

    /// <summary>An enumeration member by name; case, hyphens and underscores do not matter. Zero (Unspecified) is refused.</summary>
    public static T GetEnum<T>(this HoconConfig config, string path)
        where T : struct, Enum
    {
        var members = Enum.GetValues<T>().Where(m => !m.Equals(default(T))).ToList();
        return Read(config, path, $"must be one of {string.Join(", ", members)}", (HoconValue v, out T member) =>
        {
            member = members.Find(m => v is HoconString s && ScalarReading.SameName(m.ToString(), s.Value));
            return !member.Equals(default(T));
        });
    }

    public static IReadOnlyList<string> GetStrings(this HoconConfig config, string path) => ReadList(config, path, (c, p) => c.GetString(p));

    /// <summary>The elements of an array (or of an object with integer keys) read one by one, for example <c>(c, p) => c.GetInt32(p, 1, 9)</c>.</summary>
    public static IReadOnlyList<T> ReadList<T>(this HoconConfig config, string path, Func<HoconConfig, string, T> read)
    {
        var items = Elements(config, path);
        var indexed = new HoconObject(
            [.. items.Select((item, i) => KeyValuePair.Create(i.ToString(System.Globalization.CultureInfo.InvariantCulture), item))],
            config.Find(path)!.Origin);
        var list = new HoconConfig(indexed, config.FullKey(path));
        return [.. indexed.Fields.Select(f => read(list, f.Key))];
    }

    /// <summary>The part of the configuration below a path, which must be an object.</summary>
    public static HoconConfig GetConfig(this HoconConfig config, string path) =>
        Present(config, path) is HoconObject o ? new HoconConfig(o, config.FullKey(path)) : throw Refuse(config, path, "must be an object");

    /// <summary>The elements of an array of objects.</summary>
    public static IReadOnlyList<HoconConfig> GetConfigs(this HoconConfig config, string path) =>
        ReadList(config, path, (c, p) => c.GetConfig(p));

    private static IReadOnlyList<HoconValue> Elements(HoconConfig config, string path) =>
        ScalarReading.Elements(Present(config, path)) ?? throw Refuse(config, path, "must be an array");

    private static HoconValue Present(HoconConfig config, string path) =>
        config.Find(path) ?? throw new HoconException(new HoconProblem(config.Root.Origin, config.FullKey(path), "must be set", null));

    private static T Read<T>(HoconConfig config, string path, string rule, TryRead<T> tryRead) =>
        tryRead(Present(config, path), out var result) ? result : throw Refuse(config, path, rule);

    private static T InRange<T>(HoconConfig config, string path, T min, T max, T value)
        where T : IComparable<T> =>
        value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0 ? value : throw Refuse(config, path, $"must be between {min} and {max}");

    private static HoconException Refuse(HoconConfig config, string path, string rule)
    {
        var value = config.Find(path)!;
        return new HoconException(new HoconProblem(value.SetAt, config.FullKey(path), rule, value.ScalarText ?? $"an {value.KindName}"));
    }
}
