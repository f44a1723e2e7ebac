using System.CommandLine;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Journal;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Terminal;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Explain;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Node.Commands;

/// <summary><c>quantum halt</c> and <c>quantum resume</c> on a data directory whose session is not running.</summary>
/// <remarks>While a session runs, its terminal takes the same words; the journal is owned by it then and this is refused.</remarks>
internal static class OperatorCommands
{
    public static Command CreateHalt() => Create(
        "halt", "Stops trading from the next start on: open orders are canceled and nothing else leaves, until resumed.",
        () => new TradingHalted(HaltScope.All, $"halted by {Environment.UserName}"), AfterHalt);

    public static Command CreateResume() => Create(
        "resume", "Lifts a halt: the drawdown is measured from here again.", () => new TradingResumed(Environment.UserName), AfterResume);

    private static Command Create(string name, string description, Func<AccountEvent> make, Func<Account, string> consequences)
    {
        var dataDir = SharedOptions.DataDir();
        var (environment, config, set) = (SharedOptions.Environment(), SharedOptions.Config(), SharedOptions.Set());
        var command = new Command(name, description) { dataDir, environment, config, set };
        command.SetAction(parsed =>
        {
            var (settings, place) = SharedOptions.Journal(parsed, environment, dataDir, config, set);
            place.RequireFile();
            using var progress = new ProgressBar();
            using var store = OpenStopped(place, progress, name);
            var stream = $"account/{settings.Account}";
            var last = store.Heads().FirstOrDefault(head => head.Stream == stream)
                ?? throw new UsageException($"{place.Name} has no account {settings.Account}");
            var lastNanos = store.Read(stream, last.LastSequence).Last().Data.TimeNanos;
            var before = Fold(store, stream, settings);
            EventData[] events = [AccountEventCodec.Instance.Encode(make(), lastNanos, AccountCause.Operator(Environment.UserName))];
            var result = store.Append([new AppendRequest(stream, last.LastSequence, events, store.Take(stream))])[0];
            if (result.Outcome != AppendOutcome.Appended)
                throw new IOException($"{place.Name}: {result.Reason}");
            var after = Fold(store, stream, settings);
            Console.Out.WriteLine($"account {settings.Account}: {before.Risk.State} → {after.Risk.State}\n{consequences(after)}");
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Whoever wants to halt has no time to look up how: the refusal says what halts a running session.</summary>
    private static IJournalStore OpenStopped(JournalPlace place, ProgressBar progress, string name)
    {
        try
        {
            return place.Open(progress);
        }
        catch (JournalException running) when (running.Failure == JournalFailure.InUse)
        {
            throw new JournalException(
                JournalFailure.InUse,
                $"{running.Message}\npress {name[0]} in its live view; without a terminal: end it (SIGINT), then quantum {name}, then start it again", running);
        }
    }

    private static string AfterHalt(Account account)
    {
        var held = account.Positions.Where(position => !account.Instruments[position.Symbol].IsDust(position.Quantity))
            .Select(position => $"{position.Quantity} {position.Symbol}").ToArray();
        var orders = account.OpenOrders.Select(order => order.ClientOrderId).Order(StringComparer.Ordinal).ToArray();
        return $"""
            at the next start: {(orders.Length == 0 ? "no order is open, so none is canceled" : $"canceled at the venue: {string.Join(", ", orders)}")}
            positions stay as they are: {(held.Length == 0 ? "none is held" : string.Join(", ", held))} (to close them: start the session and press f for flatten)
            until “quantum resume”, or r in the live view, nothing is ordered, exits included
            """;
    }

    private static string AfterResume(Account account) =>
        $"at the next start: orders are approved again; drawdown and daily loss are measured from the equity of then (last known: {account.Risk.Equity} {account.BaseCurrency})";

    private static Account Fold(IJournalStore store, string stream, QuantumSettings settings)
    {
        var instruments = new JournalInstruments(settings.Instruments.ToDictionary(known => known.Key, known => known.Value.Instrument, StringComparer.Ordinal));
        var account = new Account(instruments.Known);
        foreach (var stored in store.Read(stream))
        {
            var accountEvent = AccountEventCodec.Instance.Decode(stored);
            instruments.Learn(accountEvent);
            account.Apply(accountEvent, stored.Data.TimeNanos);
        }

        return account;
    }
}
