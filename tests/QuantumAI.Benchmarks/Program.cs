using System.CommandLine;
using System.Globalization;
using QuantumAI.Benchmarks.Backtest;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Benchmarks.Journal;
using QuantumAI.Benchmarks.Orders;
using QuantumAI.Benchmarks.Runtime;
using QuantumAI.Benchmarks.Simulation;
using QuantumAI.Benchmarks.Venues;

namespace QuantumAI.Benchmarks;

/// <summary>Measures what TARGETS names, each figure against a baseline of the same run. Exit 0 done, 2 usage.</summary>
internal static class Program
{
    /// <summary>Median over best time of the calibration loop from which on something else was running.</summary>
    private const double BusyMachine = 1.3;

    private static readonly Suite[] Suites = [BacktestSuite.Create(), RuntimeSuite.Create(), JournalSuite.Create(), OrdersSuite.Create(), VenuesSuite.Create(), SimulationSuite.Create()];

    public static int Main(string[] arguments)
    {
        var names = new Argument<string[]>("suite") { Description = $"What to measure, all when not given: {Known}; or rows of one by the beginning of their name.", Arity = ArgumentArity.ZeroOrMore };
        names.Validators.Add(result =>
        {
            foreach (var name in result.GetValueOrDefault<string[]>() ?? [])
            {
                if (!Array.Exists(Suites, suite => IsOf(suite, name)))
                    result.AddError($"there is no suite “{name}”; the suites are {Known}");
            }
        });
        var rounds = new Option<int>("--rounds") { Description = "Measured rounds per row; 1 to 1000.", DefaultValueFactory = _ => 5 };
        rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1_000)
                result.AddError("--rounds must be 1 to 1000");
        });
        var output = new Option<string>("--out")
        {
            Description = "Directory of the JSON files.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "bench"),
        };
        var quick = new Option<bool>("--quick") { Description = "A tenth of the work: shows that everything runs, measures nothing." };
        var root = new RootCommand("Benchmarks with their baselines, interleaved.") { names, rounds, output, quick };
        root.SetAction(parsed => Run(
            parsed.GetValue(names) ?? [], new RunSize(parsed.GetValue(quick)), parsed.GetValue(rounds), parsed.GetValue(output)!));
        var command = root.Parse(arguments);
        if (command.Errors.Count == 0)
            return command.Invoke();
        foreach (var error in command.Errors)
            Console.Error.WriteLine(error.Message);
        return 2;
    }

    private static string Known => string.Join(", ", Suites.Select(suite => suite.Name));

    /// <summary>Whether a name is a suite's, or the beginning of the names of some of its rows.</summary>
    private static bool IsOf(Suite suite, string name) => name == suite.Name || name.StartsWith($"{suite.Name}.", StringComparison.Ordinal);

    /// <returns>1 when a row could not be measured.</returns>
    private static int Run(string[] names, RunSize size, int rounds, string directory)
    {
        var unmeasured = 0;
        foreach (var suite in Suites.Where(suite => names.Length == 0 || Array.Exists(names, name => IsOf(suite, name))))
        {
            var calibration = new Calibration();
            bool IsWanted(Row row) => names.Length == 0 || Array.Exists(names, name => row.Name.StartsWith(name, StringComparison.Ordinal));
            var results = SuiteRunner.Run(suite, IsWanted, size, rounds, calibration, Console.Error.WriteLine);
            ResultTable.Print(Console.Out, results);
            var path = ResultFile.Write(directory, suite.Name, results);
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  calibration: best {calibration.BestMillis:0.0} ms, median {calibration.MedianMillis:0.0} ms, reference {Calibration.ReferenceMillis:0.0} ms: absolute gates and targets × {calibration.Factor:0.00}"));
            if (calibration.MedianMillis > BusyMachine * calibration.BestMillis)
                Console.Out.WriteLine("  the machine was busy: medians are lower than it can do");
            Console.Out.WriteLine($"  {rounds} rounds{(size.Quick ? ", quick: no result" : "")}; written to {path}\n");
            unmeasured += results.Count(result => result.Unmeasured is not null);
        }

        return unmeasured == 0 ? 0 : 1;
    }
}
