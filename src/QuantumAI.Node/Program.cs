using System.CommandLine;
using System.CommandLine.Parsing;
using QuantumAI.Domain;
using QuantumAI.Feeds.Files;
using QuantumAI.Hocon;
using QuantumAI.Journal;
using QuantumAI.Node.Commands;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Output;
using QuantumAI.Venues.Contract;

namespace QuantumAI.Node;

/// <summary>The <c>quantum</c> program: reads the command line, runs one command, turns failures into exit codes.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        var root = new RootCommand("QuantumAI: an actor-model trading system. Trades live, on paper and in back-tests with the same actors.")
        {
            PaperCommand.Create(),
            LiveCommand.Create(),
            DoctorCommand.Create(),
            BacktestCommand.Create(),
            SimulateCommand.Create(),
            ExchangeCommand.Create(),
            ConfigCommand.Create(),
            JournalCommand.Create(),
            ExplainCommand.Create(),
            ReplayCommand.Create(),
            OperatorCommands.CreateHalt(),
            OperatorCommands.CreateResume(),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await Console.Error.WriteLineAsync(PrintableText.Of(SecretText.OfProcess.Hide(error.Message))).ConfigureAwait(false);
            await Console.Error.WriteLineAsync($"Try: quantum {CommandPath(parsed)}--help").ConfigureAwait(false);
            return ExitCode.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) })
                .ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The program's last handler: every failure becomes a message and an exit code.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return await ReportAsync(failure).ConfigureAwait(false);
        }
    }

    private static async Task<int> ReportAsync(Exception failure)
    {
        var code = failure switch
        {
            UsageException or HoconException or MarketFileException or VenueRefusedException => ExitCode.BadInput,
            VenueUnreachableException => ExitCode.Unreachable,
            Runtime.Persistence.StreamLostException => ExitCode.Unreachable,
            JournalException { Failure: JournalFailure.InUse or JournalFailure.Unavailable } => ExitCode.Unreachable,
            JournalException or Runtime.Persistence.UnknownEventException => ExitCode.BadInput,
            OperationCanceledException => ExitCode.Interrupted,
            _ => ExitCode.Internal,
        };
        await Console.Error.WriteLineAsync(SecretText.OfProcess.Hide(code switch
        {
            ExitCode.Interrupted => "interrupted",
            ExitCode.Internal when failure is InvariantViolationException => $"stopped: {failure.Message}\n{failure}",
            ExitCode.Internal => $"internal error: {failure}",
            _ => PrintableText.Of(failure.Message),
        })).ConfigureAwait(false);
        return code;
    }

    private static string CommandPath(ParseResult parsed)
    {
        var path = "";
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Command: not RootCommand } command; at = at.Parent)
            path = $"{command.Command.Name} {path}";
        return path;
    }
}
