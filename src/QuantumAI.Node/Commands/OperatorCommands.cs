using System.CommandLine;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Terminal;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Node.Commands;

/// <summary><c>quantum halt</c> and <c>quantum resume</c> on a data directory whose session is not running.</summary>
/// <remarks>While a session runs, its terminal takes the same words; the journal is owned by it then and this is refused.</remarks>
internal static class OperatorCommands
{
    public static Command CreateHalt() => Create(
        "halt", "Stops trading from the next start on: open orders are canceled and nothing else leaves, until resumed.",
        () => new TradingHalted(HaltScope.All, $"halted by {Environment.UserName}"));

    public static Command CreateResume() => Create(
        "resume", "Lifts a halt: the drawdown is measured from here again.", () => new TradingResumed(Environment.UserName));

    private static Command Create(string name, string description, Func<AccountEvent> make)
    {
        var dataDir = SharedOptions.DataDir();
        var (config, set) = (SharedOptions.Config(), SharedOptions.Set());
        var command = new Command(name, description) { dataDir, config, set };
        command.SetAction(parsed =>
        {
            var settings = SharedOptions.Settings("paper", parsed.GetValue(config), parsed.GetValue(set));
            var place = new JournalPlace(settings.Journal, settings.Account, parsed.GetRequiredValue(dataDir));
            place.RequireFile();
            using var progress = new ProgressBar();
            using var store = place.Open(progress);
            var stream = $"account/{settings.Account}";
            var last = store.Heads().FirstOrDefault(head => head.Stream == stream)
                ?? throw new UsageException($"{place.Name} has no account {settings.Account}");
            var lastNanos = store.Read(stream, last.LastSequence).Last().Data.TimeNanos;
            var before = StateOf(store, stream);
            EventData[] events = [AccountEventCodec.Instance.Encode(make(), lastNanos, AccountCause.Operator(Environment.UserName))];
            var result = store.Append([new AppendRequest(stream, last.LastSequence, events, store.Take(stream))])[0];
            if (result.Outcome != AppendOutcome.Appended)
                throw new IOException($"{place.Name}: {result.Reason}");
            Console.Out.WriteLine($"account {settings.Account}: {before} → {StateOf(store, stream)}");
            return ExitCode.Done;
        });
        return command;
    }

    private static TradingState StateOf(IJournalStore store, string stream)
    {
        var risk = AccountRisk.Start;
        foreach (var stored in store.Read(stream))
            risk = risk.Apply(AccountEventCodec.Instance.Decode(stored));
        return risk.State;
    }
}
