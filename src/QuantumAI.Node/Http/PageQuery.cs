using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace QuantumAI.Node.Http;

/// <summary>Which part of a list is asked for, newest first.</summary>
/// <param name="Limit">At most so many.</param>
/// <param name="Before">Only what has an earlier position.</param>
internal readonly record struct PageQuery(int Limit, long Before)
{
    public const int DefaultLimit = 100;
    public const int MostLimit = 1_000;

    /// <summary>Reads <c>?limit=…&amp;before=…</c>; both may be absent.</summary>
    /// <param name="query">Of the request.</param>
    /// <param name="refusal">What is wrong, in words; null when nothing is.</param>
    public static PageQuery Read(IQueryCollection query, out string? refusal)
    {
        refusal = null;
        var limit = Number(query, "limit", MostLimit, DefaultLimit, ref refusal);
        var before = Number(query, "before", long.MaxValue, long.MaxValue, ref refusal);
        return new PageQuery((int)limit, before);
    }

    private static long Number(IQueryCollection query, string name, long most, long absent, ref string? refusal)
    {
        if (!query.TryGetValue(name, out var values))
            return absent;
        if (values.Count == 1 && long.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
            return number;
        refusal ??= $"{name} must be one whole number from 1 to {most.ToString(CultureInfo.InvariantCulture)}, was “{values}”";
        return absent;
    }
}
