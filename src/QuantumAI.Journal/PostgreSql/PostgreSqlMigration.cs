using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>One numbered step of the journal's tables; once applied it never changes.</summary>
/// <param name="Version">1, 2, 3 …</param>
/// <param name="Name">For example <c>0001_tables</c>.</param>
/// <param name="Sql">With placeholders for the schema and its roles.</param>
internal sealed record PostgreSqlMigration(int Version, string Name, string Sql)
{
    private const string Folder = ".PostgreSql.Migrations.";

    /// <summary>The steps of this build, in order.</summary>
    public static IReadOnlyList<PostgreSqlMigration> All { get; } = Load();

    /// <summary>64 lower-case hexadecimal digits, with any line ends.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    private static List<PostgreSqlMigration> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var found = new List<PostgreSqlMigration>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.Contains(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[(resource.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..^".sql".Length];
            found.Add(new PostgreSqlMigration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, text.ReadToEnd()));
        }

        return found;
    }
}
