using System.CommandLine;
using System.Globalization;
using QuantumAI.Journal;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Output;
using QuantumAI.Node.Terminal;
using QuantumAI.Trading.Explain;

namespace QuantumAI.Node.Commands;

/// <summary><c>quantum explain ORDER</c>: the whole life of one order, or why a decision was denied, from the journal alone.</summary>
/// <remarks>Reads only, and may run beside the session that writes. The chains are verified when asked for: their cost grows with the whole journal.</remarks>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var order = new Argument<string?>("ORDER")
        {
            Description = "A client order id, the venue's order id, or the beginning of exactly one of them.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var denied = new Option<long?>("--denied") { Description = "Instead of an order: the N-th newest decision that risk denied; 1 = the last." };
        var at = new Option<long?>("--at") { Description = "Instead of an order: what the event with this sequence in the account's stream is about (the #N of journal show)." };
        denied.Validators.Add(result => AtLeastOne(result, "--denied"));
        at.Validators.Add(result => AtLeastOne(result, "--at"));
        var json = new Option<bool>("--json") { Description = "One JSON object of at most 64 KiB; amounts are exact, as text." };
        var verify = new Option<bool>("--verify") { Description = "Follow every link of the journal first; without it a changed figure that still adds up is believed." };
        var (dataDir, environment, config, set) = (SharedOptions.DataDir(), SharedOptions.Environment(), SharedOptions.Config(), SharedOptions.Set());
        var command = new Command("explain", "Tells the whole life of one order, or why a decision was denied, from the journal.")
        {
            order, denied, at, dataDir, environment, json, verify, config, set,
        };
        command.Validators.Add(result =>
        {
            var named = (result.GetValue(order) is { Length: > 0 } ? 1 : 0) + (result.GetValue(denied) is null ? 0 : 1) + (result.GetValue(at) is null ? 0 : 1);
            if (named != 1)
                result.AddError("explain needs one of ORDER, --denied N and --at SEQUENCE");
        });
        command.SetAction(parsed =>
        {
            var (settings, place) = SharedOptions.Journal(parsed, environment, dataDir, config, set);
            using var archive = place.OpenArchive();
            if (parsed.GetValue(verify))
                Verify(archive);
            try
            {
                var told = Explain(archive, settings, new Wanted(parsed.GetValue(order), parsed.GetValue(denied), parsed.GetValue(at)), parsed.GetValue(json));
                Console.Out.WriteLine(PrintableText.Of(told, isCut: false));
                return ExitCode.Done;
            }
            catch (OrderNotFoundException unknown)
            {
                throw new UsageException($"{archive.Place}: {PrintableText.LineOf(unknown.Message)}");
            }
            catch (InvalidDataException damage)
            {
                throw new UsageException($"{archive.Place} cannot be explained: {damage.Message}; quantum journal verify says what is damaged");
            }
        });
        return command;
    }

    /// <exception cref="JournalException">It is damaged.</exception>
    private static void Verify(IJournalArchive archive)
    {
        using var progress = new ProgressBar();
        archive.Verify(events => progress.Show("verifying", events, 0));
    }

    private static string Explain(IJournalArchive archive, QuantumSettings settings, Wanted wanted, bool isJson)
    {
        var stream = StreamOf(archive, settings.Account);
        var instruments = settings.Instruments.ToDictionary(known => known.Key, known => known.Value.Instrument, StringComparer.Ordinal);
        var index = OrderIndex.Of(archive.Read(stream));
        var sequence = wanted.At;
        if (wanted.Denied is { } number)
        {
            sequence = number <= index.Denials.Count ? index.Denials[^(int)number] : throw new OrderNotFoundException(index.Denials.Count == 0
                ? "no decision was ever denied: why nothing was traded is in the session's report and live view"
                : string.Create(CultureInfo.InvariantCulture, $"--denied {number}: only {index.Denials.Count} decisions were denied"));
        }

        var order = sequence is { } position ? index.OrderAt(position) : index.Find(wanted.Order!);
        if (order is null)
        {
            var denial = OrderStoryReader.ReadDenial(archive.Read(stream), sequence!.Value, instruments);
            return isJson ? StoryJson.Render(denial) : StoryText.Render(denial);
        }

        var story = OrderStoryReader.ReadOrder(archive.Read(stream), index, order, instruments);
        return isJson ? StoryJson.Render(story) : StoryText.Render(story);
    }

    /// <summary>The configured account's stream, or the only one that there is: a back-test's account has another name.</summary>
    private static string StreamOf(IJournalArchive archive, string account)
    {
        const string Prefix = "account/";
        var streams = archive.Streams().Select(stream => stream.Name).Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToArray();
        if (streams.Contains(Prefix + account))
            return Prefix + account;
        return streams.Length == 1
            ? streams[0]
            : throw new UsageException($"{archive.Place} has no account {account}; " + (streams.Length == 0
                ? "nothing was traded yet"
                : $"it has {string.Join(", ", streams.Select(name => name[Prefix.Length..]))}: name one with --set account.name=NAME"));
    }

    private static void AtLeastOne(System.CommandLine.Parsing.OptionResult result, string name)
    {
        if (result.GetValueOrDefault<long?>() is < 1)
            result.AddError($"{name} must be at least 1");
    }

    /// <summary>What is asked for; exactly one is given.</summary>
    private sealed record Wanted(string? Order, long? Denied, long? At);
}
