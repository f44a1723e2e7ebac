using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Binance.Settings;
using QuantumAI.Venues.Binance.Stream;
using QuantumAI.Venues.Binance.Symbols;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Binance;

/// <summary>Looks at everything that a session will need of the venue, without placing an order.</summary>
/// <param name="settings">Where it is.</param>
/// <param name="key">Null = what needs one is not looked at.</param>
/// <param name="rest">Owned by the caller.</param>
/// <param name="streams">Owned by the caller.</param>
public sealed class BinanceExamination(BinanceSettings settings, ApiKey? key, IRestTransport rest, IStreamTransport streams)
{
    private const long ClockWarnNanos = UnixNanos.PerSecond / 2;
    private static readonly TimeSpan SocketPatience = TimeSpan.FromSeconds(10);

    /// <summary>Looks at it all.</summary>
    /// <param name="world">Real time; gets a lane.</param>
    /// <param name="symbols">What would be traded.</param>
    /// <param name="use">For what.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<IReadOnlyList<VenueFinding>> RunAsync(LiveWorld world, IReadOnlyList<string> symbols, VenueUse use, CancellationToken cancellation)
    {
        var lane = world.CreateLane("examination");
        var session = new BinanceSession(settings, new VenueOpening(lane, lane, symbols, use), rest, streams, new AddressBudget(), key);
        await using (session.ConfigureAwait(false))
        {
            var findings = new List<VenueFinding>();
            if (!await AskTimeAsync(session, world, findings, cancellation).ConfigureAwait(false))
                return findings; // nothing else would answer either
            await AskSymbolsAsync(session, symbols, findings, cancellation).ConfigureAwait(false);
            if (key is not null)
                await AskAccountAsync(session, use, findings, cancellation).ConfigureAwait(false);
            findings.Add(await ConnectAsync("market stream", new Uri(settings.Streams, "/ws"), null, cancellation).ConfigureAwait(false));
            findings.Add(await ConnectAsync("WebSocket API", settings.WebSocketApi, WsApiRequest.Ping("doctor"), cancellation).ConfigureAwait(false));
            return findings;
        }
    }

    private async Task<bool> AskTimeAsync(BinanceSession session, LiveWorld world, List<VenueFinding> findings, CancellationToken cancellation)
    {
        var before = world.NowNanos;
        var answer = await session.AskAsync(SpotCalls.Time, cancellation).ConfigureAwait(false);
        var after = world.NowNanos;
        if (!answer.IsSuccess)
        {
            findings.Add(Trouble("REST", answer, $"see whether {settings.Rest} is the right address and can be reached from here"));
            return false;
        }

        findings.Add(new VenueFinding("REST", FindingLevel.Ok, $"{settings.Rest.Host} answers in {(after - before) / UnixNanos.PerMillisecond} ms"));
        findings.Add(Read("clock", "server time", () => ClockOf(SpotMarket.ServerTime(Payload.Open("time", answer.Body)), before, after)));
        return true;
    }

    private static VenueFinding ClockOf(long venueNanos, long before, long after)
    {
        var (offset, error) = (venueNanos - (before + ((after - before) / 2)), (after - before) / 2 / UnixNanos.PerMillisecond);
        var text = $"this machine is {Math.Abs(offset) / UnixNanos.PerMillisecond} ms {(offset > 0 ? "behind" : "ahead of")} the venue (± {error} ms)";
        return Math.Abs(offset) switch
        {
            > VenueClock.OffsetMostNanos => new VenueFinding("clock", FindingLevel.Fail, text, "set this machine's clock: nothing is signed with it"),
            > ClockWarnNanos => new VenueFinding("clock", FindingLevel.Warn, text, "let a time service (chrony, systemd-timesyncd) keep the clock; the difference is allowed for meanwhile"),
            _ => new VenueFinding("clock", FindingLevel.Ok, text),
        };
    }

    private static async Task AskSymbolsAsync(BinanceSession session, IReadOnlyList<string> symbols, List<VenueFinding> findings, CancellationToken cancellation)
    {
        foreach (var symbol in symbols)
        {
            var answer = await session.AskAsync(SpotCalls.ExchangeInfo([symbol]), cancellation).ConfigureAwait(false);
            findings.Add(answer.IsSuccess
                ? Read(symbol, "exchangeInfo", () => SymbolOf(symbol, ExchangeInfo.Read(Payload.Open("exchangeInfo", answer.Body))))
                : Trouble(symbol, answer, "see market.symbols: the names are the venue's own"));
        }
    }

    private static VenueFinding SymbolOf(string symbol, ExchangeInfo info)
    {
        try
        {
            var board = new SymbolBoard([symbol]);
            board.Take(info);
            var found = board.Instruments[0];
            return found.OpensNothing is { } reason
                ? new VenueFinding(symbol, FindingLevel.Warn, $"opens nothing: {reason}", "positions can be closed; nothing is opened until that changes or a newer version knows it")
                : new VenueFinding(symbol, FindingLevel.Ok, $"{found.Status}, all of its filters are known");
        }
        catch (VenueRefusedException refused)
        {
            return new VenueFinding(symbol, FindingLevel.Fail, refused.Message, "see market.symbols: the names are the venue's own");
        }
    }

    private static async Task AskAccountAsync(BinanceSession session, VenueUse use, List<VenueFinding> findings, CancellationToken cancellation)
    {
        var answer = await session.AskAsync(SpotCalls.Account, cancellation).ConfigureAwait(false);
        if (!answer.IsSuccess)
        {
            findings.Add(Trouble("account", answer, "see whether the key is of this venue, is bound to another address, or was revoked"));
            return;
        }

        var told = await session.AskAsync(SpotCalls.KeyPermissions, cancellation).ConfigureAwait(false);
        try
        {
            var account = SpotAccount.Account(Payload.Open("account", answer.Body));
            var permissions = told.IsSuccess ? SpotAccount.KeyPermissions(Payload.Open("apiRestrictions", told.Body)) : null;
            findings.Add(new VenueFinding("account", FindingLevel.Ok, $"answers; {account.Balances.Count} assets"));
            var refusals = KeyRules.Refusals(use, permissions, account);
            findings.AddRange(refusals.Select(refusal => new VenueFinding("permissions", FindingLevel.Fail, refusal, "make a key that may read and trade on the spot market, and nothing else")));
            findings.AddRange(KeyRules.Warnings(permissions).Except(refusals).Select(warning => new VenueFinding("permissions", FindingLevel.Warn, warning, "change it where the venue's keys are managed")));
            if (findings.All(finding => finding.Check != "permissions"))
                findings.Add(new VenueFinding("permissions", FindingLevel.Ok, "the key may read and trade, may not withdraw, and is bound to addresses"));
        }
        catch (PayloadException broken)
        {
            findings.Add(new VenueFinding("account", FindingLevel.Fail, broken.Message, "what answers is not the venue, or speaks a newer version of its language"));
        }
    }

    private async Task<VenueFinding> ConnectAsync(string check, Uri address, string? hello, CancellationToken cancellation)
    {
        var caller = new Caller(hello);
        var link = streams.Open(address, caller);
        caller.Say(link);
        try
        {
            var failure = await caller.Done.WaitAsync(SocketPatience, cancellation).ConfigureAwait(false);
            return failure is null ? new VenueFinding(check, FindingLevel.Ok, $"{address.Host} answers") : Unreached(failure);
        }
        catch (TimeoutException)
        {
            return Unreached($"no answer within {SocketPatience.TotalSeconds:0} s");
        }
        finally
        {
            link.Close();
        }

        VenueFinding Unreached(string why) => new(check, FindingLevel.Unreachable, $"{address} cannot be reached: {why}", "see whether the address is right and WebSockets are let through");
    }

    private static VenueFinding Trouble(string check, SpotAnswer answer, string advice) => new(
        check, answer.Error is not null && answer.Outcome is VenueOutcome.NotSent or VenueOutcome.Rejected ? FindingLevel.Fail : FindingLevel.Unreachable,
        answer.Detail, advice);

    private static VenueFinding Read(string check, string payload, Func<VenueFinding> read)
    {
        try
        {
            return read();
        }
        catch (PayloadException broken)
        {
            return new VenueFinding(check, FindingLevel.Fail, $"{payload}: {broken.Message}", "what answers is not the venue, or speaks a newer version of its language");
        }
    }

    /// <summary>Opens a socket, and says hello where an answer is expected.</summary>
    private sealed class Caller(string? hello) : IStreamListener
    {
        private readonly TaskCompletionSource<string?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Null = it answered; else why not.</summary>
        public Task<string?> Done => _done.Task;

        public void Say(IStreamLink link)
        {
            if (hello is not null)
                _opened.Task.GetAwaiter().OnCompleted(() => link.Send(hello));
        }

        public void OnOpened()
        {
            _opened.TrySetResult();
            if (hello is null)
                _done.TrySetResult(null);
        }

        public ValueTask OnMessageAsync(ReadOnlyMemory<byte> utf8)
        {
            _done.TrySetResult(null);
            return ValueTask.CompletedTask;
        }

        public void OnClosed(string reason) => _done.TrySetResult(reason);
    }
}
