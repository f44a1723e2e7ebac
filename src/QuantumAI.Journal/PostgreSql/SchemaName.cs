using System.Text.RegularExpressions;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>The database schema that holds a journal, and what is named after it: one schema per environment is possible.</summary>
internal sealed partial class SchemaName
{
    public const string Default = "quantum";
    public const string Rule = "1 to 40 of a–z, 0–9 and _, a letter first and not the database's own";

    /// <param name="name">1 to 40 characters <c>a–z</c>, <c>0–9</c> and <c>_</c>, a letter first; not <c>pg_…</c> and not <c>public</c>.</param>
    /// <exception cref="ArgumentException">Another name: it is written into SQL and must need no thought there.</exception>
    public SchemaName(string name)
    {
        if (!IsValid(name))
            throw new ArgumentException($"a journal's schema is {Rule}, was “{name}”", nameof(name));
        Name = name;
    }

    public static bool IsValid(string name) =>
        Plain().IsMatch(name) && !name.StartsWith("pg_", StringComparison.Ordinal) && name is not ("public" or "information_schema");

    public string Name { get; }

    /// <summary>As SQL writes it.</summary>
    public string Quoted => $"\"{Name}\"";

    /// <summary>Owns the tables and changes them.</summary>
    public string Migrator => $"{Name}_migrator";

    /// <summary>Appends and takes streams over; never changes or deletes an event.</summary>
    public string Writer => $"{Name}_writer";

    /// <summary>Selects.</summary>
    public string Reader => $"{Name}_reader";

    /// <summary>Writes the names into a migration.</summary>
    public string Fill(string sql) => sql
        .Replace("{schema}", Quoted, StringComparison.Ordinal)
        .Replace("{migrator}", $"\"{Migrator}\"", StringComparison.Ordinal)
        .Replace("{writer}", $"\"{Writer}\"", StringComparison.Ordinal)
        .Replace("{reader}", $"\"{Reader}\"", StringComparison.Ordinal);

    public override string ToString() => Name;

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
