using System.Globalization;
using Microsoft.AspNetCore.Http;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Calls;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Rest;
using QuantumAI.Venues.PaperServer.Streams;

namespace QuantumAI.Venues.PaperServer.Faults;

/// <summary>Orders faults and transfers over HTTP: <c>POST /admin/…</c>. Only where the exchange was started to allow it.</summary>
internal sealed class FaultPages(FaultBoard board, ExchangeDoor door, ExchangeSettings settings, Action cutAll, Func<long> nowNanos)
{
    private const string Prefix = "/admin/";
    private const int CallsMax = 1_000_000;
    private const int MillisMax = 24 * 3_600_000;

    private static readonly ExchangeCall TransferCall =
        new("POST", Prefix + "transfer", null, CallSecurity.None, static _ => 0, TransferHandler.Run);

    public static bool IsMine(HttpContext http) => http.Request.Path.Value?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            if (!HttpMethods.IsPost(http.Request.Method))
                throw RequestParameters.Refuse(SpotErrorCode.UnsupportedOperation);
            if (http.Request.Headers.Origin.Count > 0 && !Handshake.IsLocal(http.Request.Headers.Origin.ToString()))
                throw RequestParameters.Refuse(SpotErrorCode.Unauthorized);
            var given = new RequestParameters(http.Request.Query.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToString())));
            var name = http.Request.Path.Value![Prefix.Length..];
            var reply = name == "transfer" ? await TransferAsync(given).ConfigureAwait(false) : Order(name, given);
            await RestAnswer.WriteAsync(http.Response, reply).ConfigureAwait(false);
        }
        catch (RequestRefusedException refusal)
        {
            await RestAnswer.ErrorAsync(http.Response, HttpOutcome.StatusOf((SpotErrorCode)refusal.Error.Code), refusal.Error).ConfigureAwait(false);
        }
    }

    private CallReply Order(string name, RequestParameters given)
    {
        Action order = name switch
        {
            "latency" => Bind(Number(given, "millis", 0, MillisMax), millis => board.SetLatency(millis * UnixNanos.PerMillisecond)),
            "drop" => Bind(Kind(given, "when", "before", FaultKind.DroppedBefore, "after", FaultKind.DroppedAfter), Calls(given), board.Order),
            "timeout" => Bind(Kind(given, "answer", "error", FaultKind.DoneThenTimeout, "silence", FaultKind.DoneThenSilent), Calls(given), board.Order),
            "reject" => Bind(ErrorOf(given), Calls(given), board.OrderStorm),
            "ban" => Bind(Status(given), Number(given, "seconds", 1, MillisMax), (status, seconds) => board.OrderBan(status, nowNanos() + (seconds * UnixNanos.PerSecond))),
            "freeze" => Bind(Number(given, "on", 0, 1), on => board.IsMarketFrozen = on == 1),
            "depth-gap" => Bind(Symbol(given), Number(given, "messages", 1, CallsMax), (symbol, messages) => board.OrderDepthGap(symbol, (int)messages)),
            "clock" => Bind(Signed(given, "millis"), millis => board.ClockOffsetNanos = millis * UnixNanos.PerMillisecond),
            "cut" => cutAll,
            "clear" => board.Clear,
            _ => throw RequestParameters.Refuse(SpotErrorCode.UnsupportedOperation),
        };
        given.RequireAllRead();
        order();
        return new CallReply("{}"u8.ToArray(), null);
    }

    private Task<CallReply> TransferAsync(RequestParameters given) =>
        door.SendAsync(new ExchangeRequest(TransferCall, given) { Account = given.Need("account"), SentNanos = nowNanos() });

    private static Action Bind<T>(T value, Action<T> run) => () => run(value);

    private static Action Bind<TOne, TTwo>(TOne one, TTwo two, Action<TOne, TTwo> run) => () => run(one, two);

    private static int Calls(RequestParameters given) => (int)Number(given, "calls", 1, CallsMax);

    private static long Number(RequestParameters given, string name, long least, long most)
    {
        given.Need(name);
        return given.FindLong(name) is { } number && number >= least && number <= most ? number : throw RequestParameters.Refuse(SpotErrorCode.InvalidParameter, 1, name);
    }

    private static long Signed(RequestParameters given, string name) =>
        long.TryParse(given.Need(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && Math.Abs((decimal)number) <= MillisMax
            ? number : throw RequestParameters.Refuse(SpotErrorCode.InvalidParameter, 1, name);

    private static FaultKind Kind(RequestParameters given, string name, string first, FaultKind firstKind, string second, FaultKind secondKind)
    {
        var word = given.Need(name);
        return word == first ? firstKind : word == second ? secondKind : throw RequestParameters.Refuse(SpotErrorCode.InvalidParameter, 1, name);
    }

    private static int Status(RequestParameters given) => Number(given, "status", HttpOutcome.Banned, HttpOutcome.TooManyRequests) switch
    {
        HttpOutcome.Banned => HttpOutcome.Banned,
        HttpOutcome.TooManyRequests => HttpOutcome.TooManyRequests,
        _ => throw RequestParameters.Refuse(SpotErrorCode.InvalidParameter, 1, "status"),
    };

    private static VenueError ErrorOf(RequestParameters given)
    {
        var code = Signed(given, "code");
        return SpotErrors.Find((int)code) is { } rule ? new VenueError((int)code, rule.Messages[0]) : throw RequestParameters.Refuse(SpotErrorCode.InvalidParameter, 1, "code");
    }

    private string Symbol(RequestParameters given)
    {
        var symbol = given.Need("symbol");
        return settings.Symbols.Any(known => known.Instrument.Symbol == symbol) ? symbol : throw RequestParameters.Refuse(SpotErrorCode.BadSymbol);
    }
}
