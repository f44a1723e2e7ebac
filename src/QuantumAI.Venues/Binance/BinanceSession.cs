using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Market;
using QuantumAI.Venues.Binance.Gateway;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Binance.Settings;
using QuantumAI.Venues.Binance.Stream;
using QuantumAI.Venues.Binance.Symbols;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Binance;

/// <summary>The actors of one session: the desk, the gateway and the user stream on the account's lane, the market streams on theirs.</summary>
internal sealed class BinanceSession : IVenueSession
{
    private readonly BinanceSettings _settings;
    private readonly VenueOpening _opening;
    private readonly IStreamTransport _streams;
    private readonly AddressBudget _address;
    private readonly VenueClock _clock = new();
    private readonly SymbolBoard _symbols;
    private readonly ActorRef<DeskMessage> _desk;
    private readonly TaskCompletionSource _linked;
    private ActorRef<GatewayMessage>? _gateway;
    private ActorRef<UserStreamMessage>? _userStream;
    private ActorRef<MarketStreamMessage>? _marketStream;
    private volatile int _link = (int)VenueLink.Connecting;

    public BinanceSession(
        BinanceSettings settings, VenueOpening opening, IRestTransport rest, IStreamTransport streams, AddressBudget address, ApiKey? key)
    {
        (_settings, _opening, _streams, _address) = (settings, opening, streams, address);
        _symbols = new SymbolBoard(opening.Symbols);
        _linked = new TaskCompletionSource(Continuation);
        Market = new MarketFeed(opening.Symbols.Count, settings.FeedCapacity);
        _desk = opening.Account.Spawn("rest-desk", new RestDeskActor(
            rest, key, _clock, address, new OrderBudget(), new DeskSettings(settings.RecvWindow, settings.Patience, opening.LeaseNanos), opening.Notify));
    }

    public event Action<VenueInstrument>? InstrumentChanged;

    public VenueProfile Profile { get; set; } = null!;

    public IReadOnlyList<VenueInstrument> Instruments => _symbols.Instruments;

    public ActorRef<VenueRequest>? Requests { get; private set; }

    public MarketFeed Market { get; }

    public VenueLink Link => (VenueLink)_link;

    /// <summary>In a live world whoever waits goes on elsewhere than on the lane; a virtual world has no elsewhere.</summary>
    private TaskCreationOptions Continuation => _opening.Account.World is LiveWorld ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None;

    /// <summary>Asks the venue from outside the lanes.</summary>
    public Task<SpotAnswer> AskAsync(SpotCall call, CancellationToken cancellation)
    {
        var answered = new TaskCompletionSource<SpotAnswer>(Continuation);
        _desk.Tell(new AskVenue(call, answer => answered.TrySetResult(answer)));
        return answered.Task.WaitAsync(cancellation);
    }

    public async Task<IReadOnlyList<Bar>> HistoryAsync(int symbol, long intervalNanos, int most, CancellationToken cancellation)
    {
        if (most <= 0 || BarReading.WordOf(intervalNanos) is not { } word)
            return [];
        var instrument = _symbols.Instruments[symbol].Instrument;
        var answer = await AskAsync(SpotCalls.Klines(instrument.Symbol, word, Math.Min(most, SpotCalls.PageRows)), cancellation).ConfigureAwait(false);
        if (!answer.IsSuccess)
            throw new VenueUnreachableException($"the venue does not tell the last bars of {instrument.Symbol}: {answer.Detail}");
        try
        {
            return [.. SpotMarket.Klines(Payload.Open("klines", answer.Body)).Select(kline => BarReading.Bar(kline, instrument)).OfType<Bar>()];
        }
        catch (PayloadException broken)
        {
            throw new VenueUnreachableException($"the venue does not tell the last bars of {instrument.Symbol}: {broken.Message}");
        }
    }

    /// <exception cref="VenueRefusedException">A symbol is missing or cannot be represented.</exception>
    public void Describe(ExchangeInfo info)
    {
        _symbols.Take(info);
        _desk.Tell(new LimitsFound(info.RateLimits));
    }

    /// <summary>Starts the gateway and the account's events; completes when they come.</summary>
    public Task LinkAsync(ApiKey key, CancellationToken cancellation)
    {
        var lane = _opening.Account;
        _gateway = lane.Spawn("gateway", new GatewayActor(_desk, _clock, _symbols, _settings, _opening.Notify, OnLink, instrument => InstrumentChanged?.Invoke(instrument)));
        Requests = lane.Spawn("clients", new ClientsActor(_gateway));
        _userStream = lane.Spawn("user-stream", new UserStreamActor(_streams, _address, _settings, key, _clock, _desk, _gateway, _opening.Notify));
        return _linked.Task.WaitAsync(cancellation);
    }

    public void StartMarket() => _marketStream = _opening.Market.Spawn(
        "market-stream",
        new MarketStreamActor([.. _symbols.Instruments.Select(instrument => instrument.Instrument)], _streams, _address, _settings, _desk, Market, _opening.Notify),
        capacity: 16_384);

    public ValueTask DisposeAsync()
    {
        _link = (int)VenueLink.Closed;
        _userStream?.TellReserved(new EndUserStream());
        if (_marketStream is { } market)
            market.TellReserved(MarketStreamMessage.End);
        else
            Market.Complete();
        Requests?.Stop();
        _gateway?.Stop();
        _desk.Stop();
        return ValueTask.CompletedTask;
    }

    private void OnLink(VenueLink link)
    {
        _link = (int)link;
        if (link == VenueLink.Linked)
            _linked.TrySetResult();
    }

    /// <summary>Trading's side of the gateway: its mailbox bounds what trading may ask at a time.</summary>
    private sealed class ClientsActor(ActorRef<GatewayMessage> gateway) : Actor<VenueRequest>
    {
        protected override void Receive(in VenueRequest message) => gateway.Tell(new VenueAsked(message));
    }
}
