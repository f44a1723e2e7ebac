using System.Globalization;
using System.Text.RegularExpressions;

namespace QuantumAI.Architecture.Tests;

/// <summary>docs/venues.md says which test shows what: the tests are there, and no fault has left the page.</summary>
public sealed partial class VenuePageTests
{
    /// <summary>Rows of the specification's fault matrix that a venue can cause, in the page's words.</summary>
    private static readonly (int Row, string Fault)[] Faults =
    [
        (1, "either side killed in the middle of an order"),
        (3, "a session frozen before it sends"),
        (8, "submit without an answer"),
        (9, "fill before acknowledgement, after cancel"),
        (10, "a report twice, or with other figures"),
        (11, "reports missed"),
        (12, "part filled, then expired or prevented"),
        (13, "half of a cancel-replace"),
        (14, "depth with holes, old snapshots"),
        (15, "socket open, no data"),
        (16, "24 h cut, shutdown, reconnect storm"),
        (17, "429, 418, 403"),
        (18, "clocks differ or jump"),
        (19, "filters change, `CANCEL_ONLY`, delisted"),
        (41, "somebody trades or transfers by hand"),
        (42, "fees in another asset, dust"),
        (43, "key revoked, account blocked"),
    ];

    private static readonly string[] Tests =
    [
        .. Directory.EnumerateFiles(Path.Combine(SourceProject.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => TestMethod().Matches(File.ReadAllText(file)).Select(found => found.Groups["name"].Value)),
    ];

    private static readonly string Page = File.ReadAllText(Path.Combine(SourceProject.Root, "docs", "venues.md")).ReplaceLineEndings("\n");

    private static IEnumerable<Match> Rows => FaultRow().Matches(Page[Page.IndexOf("| what goes wrong |", StringComparison.Ordinal)..]).Skip(2); // heads and lines

    [Fact]
    public void page_must_have_every_fault_that_it_claims() => Assert.Equal(Faults.Select(entry => entry.Fault), Rows.Select(row => row.Groups["fault"].Value));

    [Fact]
    public void every_fault_must_name_a_test() => Assert.All(Rows, row => Assert.NotEmpty(NamesOf(row.Groups["tests"].Value)));

    [Fact]
    public void every_test_that_the_page_names_must_exist() => Assert.DoesNotContain(
        Rows.SelectMany(row => NamesOf(row.Groups["tests"].Value)), name => !Exists(name));

    [Theory]
    [InlineData("`V601`–`V603`, `a_b_must…`", "V601", "V602", "V603", "a_b_must…")]
    public void cut_names_and_ranges_must_be_read(string cell, params string[] names) => Assert.Equal(names, NamesOf(cell));

    [Theory]
    [InlineData("no_such_test_must_be_found")]
    [InlineData("no_such…")]
    [InlineData("V1")]
    public void name_of_no_test_must_not_be_found(string name) => Assert.False(Exists(name));

    /// <summary>A whole name, one that is cut, or the number of a case of the conformance suite.</summary>
    private static bool Exists(string name) => Array.Exists(Tests, test => name[^1] == '…' ? test.StartsWith(name[..^1], StringComparison.Ordinal)
        : test == name || (CaseNumber().IsMatch(name) && test.StartsWith(name + "_", StringComparison.Ordinal)));

    private static IEnumerable<string> NamesOf(string cell)
    {
        foreach (Match found in NameOrRange().Matches(cell))
        {
            if (!found.Groups["to"].Success)
            {
                yield return found.Groups["name"].Value;
                continue;
            }

            var last = int.Parse(found.Groups["to"].Value, CultureInfo.InvariantCulture);
            for (var number = int.Parse(found.Groups["name"].Value[1..], CultureInfo.InvariantCulture); number <= last; number++)
                yield return string.Create(CultureInfo.InvariantCulture, $"V{number}");
        }
    }

    [GeneratedRegex(@"^\| (?<fault>[^|]+) \| [^|]+ \| (?<tests>[^|]+) \|$|^\|-.*$", RegexOptions.Multiline)]
    private static partial Regex FaultRow();

    [GeneratedRegex("`(?<name>[^`]+)`(–`V(?<to>[0-9]+)`)?")]
    private static partial Regex NameOrRange();

    [GeneratedRegex(@"^V[0-9]{3}$")]
    private static partial Regex CaseNumber();

    [GeneratedRegex(@"public (?:static )?(?:async )?(?:void|Task|ValueTask) (?<name>\w+)\(")]
    private static partial Regex TestMethod();
}
