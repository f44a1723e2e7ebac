using System.Globalization;
using System.Text.Json;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Risk;
using QuantumAI.Node.Commands;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Terminal;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Risk;
using QuantumAI.Venues.Binance;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Node.Tests.Kills;

/// <summary>The session of <c>quantum paper --venue paper</c>, put together by the program's own parts, with somebody who orders several times a second.</summary>
/// <remarks>
/// The agent decides on closed bars and has no history on a venue outside the process: killed every few seconds, it would never order. What is asked for
/// here takes the same way through risk gate, journal, order actor and adapter.
/// </remarks>
internal sealed class BusyTrader : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    /// <summary>What was asked for last is on the board by then.</summary>
    private const int RestTurns = 20;
    private readonly SessionRun _run;
    private readonly string _agentId;
    private readonly HttpClient _http;

    private BusyTrader(SessionRun run, string agentId, Uri url) =>
        (_run, _agentId, _http) = (run, agentId, new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(2) });

    /// <summary>Runs until it is told to rest and nothing is open any more.</summary>
    /// <returns>An exit code.</returns>
    public static async Task<int> PlayAsync(Uri url, string dataDir, int frozenOrder)
    {
        var settings = SharedOptions.Settings("paper", null, ["risk.orders-per-second=1000", "binance.recv-window=2s"], "binance");
        var access = settings.Binance.At(url, BinanceAccess.Paper);
        var key = BinanceExchange.FindKey(access, out _)!;
        var rest = new HttpRestTransport(access.Rest, BinanceAdapter.KeyHeader);
        var adapter = new BinanceAdapter(
            BinanceExchange.SettingsOf(access) with { AbsenceMargin = TimeSpan.FromSeconds(2) }, key, new WatchedTransport(rest, frozenOrder),
            new SocketTransport(), new AddressBudget());
        var options = new RunOptions(settings, null, null, 1, null, null, TimeZoneInfo.Utc, null, dataDir, 0)
        {
            Remote = new RemoteExchange(adapter, $"binance {access.Environment}", VenueUse.Paper, rest, key),
        };
        using var progress = new ProgressBar();
        var run = await SessionRun.OpenAsync(options, progress, CancellationToken.None);
        await using (run)
        {
            using var stop = new CancellationTokenSource();
            run.World.Faulted += _ => stop.Cancel();
            var trading = run.TradeAsync(stop.Token);
            using (var trader = new BusyTrader(run, settings.AgentId, url))
                await Task.WhenAny(trading, trader.TradeThenRestAsync(stop));
            await trading;
        }

        return 0;
    }

    public void Dispose() => _http.Dispose();

    private async Task TradeThenRestAsync(CancellationTokenSource stop)
    {
        var rest = Task.Run(Console.In.ReadLine);
        using var pace = new PeriodicTimer(Pace);
        for (var isOpen = false; !isOpen && !rest.IsCompleted;)
        {
            await pace.WaitForNextTickAsync(stop.Token);
            isOpen = _run.Host.Board.IsReconciled && await TryCloseBarAsync();
        }

        for (var turn = 0; !rest.IsCompleted; turn++)
        {
            await pace.WaitForNextTickAsync(stop.Token);
            if (_run.Host.Board.IsReconciled && await QuoteAsync(Symbol(turn)) is { } market)
                Order(turn, market);
        }

        for (var (turn, resting) = (0, 0); resting < RestTurns; turn++)
        {
            if (turn % 40 == 0)
                _run.Host.Session.Orders.TryTell(new RequestCancelAll("to rest"));
            await pace.WaitForNextTickAsync(stop.Token);
            resting = IsAtRest ? resting + 1 : 0;
        }

        TraderProcess.Say(TraderProcess.Rest);
        await stop.CancelAsync();
    }

    private bool IsAtRest => _run.Host.Board is { IsReconciled: true, Account: var account } && account.Orders.All(order => !order.IsOpen);

    private Instrument Symbol(int turn) => _run.Market.Symbols[turn % _run.Market.Symbols.Count].Instrument;

    /// <summary>Buys, sells what is held, rests a limit order and cancels it, in turns.</summary>
    private void Order(int turn, MarketView market)
    {
        var instrument = Symbol(turn);
        var quantity = instrument.FloorToLot(instrument.Quantity(Scaled(instrument.Symbol == "BTCUSDT" ? 0.001m : 0.02m, instrument.QuantityScale)));
        switch (turn / 2 % 4)
        {
            case 0:
                Ask(instrument, OrderTerms.Market(OrderSide.Buy, quantity), market);
                break;
            case 1 when _run.Host.Board.Account.Positions.Any(held => held.Position.Symbol == instrument.Symbol && held.Position.Quantity.Units > quantity.Units):
                Ask(instrument, OrderTerms.Market(OrderSide.Sell, quantity, isReduceOnly: true), market);
                break;
            case 2:
                var below = market.Bid.Units * 99 / 100;
                Ask(instrument, new OrderTerms(OrderSide.Buy, OrderType.Limit, quantity, instrument.Price(below - (below % instrument.PriceTickUnits))), market);
                break;
            case 3:
                _run.Host.Session.Orders.TryTell(new RequestCancelAll("its turn"));
                break;
            default:
                break;
        }
    }

    private void Ask(Instrument instrument, OrderTerms terms, MarketView market) => _run.Host.Session.RiskGate.TryTell(
        new RequestApproval(new OrderRequest(_agentId, instrument, terms, market.Ask, market, "busy")));

    /// <summary>A bar's close of every symbol: the account gets its exposure budget for the next bars.</summary>
    private async Task<bool> TryCloseBarAsync()
    {
        var marks = new List<MarkPrice>();
        var endNanos = UnixNanos.FloorTo(_run.World.NowNanos, _run.Market.IntervalNanos);
        foreach (var symbol in _run.Market.Symbols)
        {
            if (await QuoteAsync(symbol.Instrument) is not { } market)
                return false;
            marks.Add(new MarkPrice(symbol.Instrument.Symbol, market.Bid, endNanos));
        }

        marks.ForEach(mark => _run.Host.Session.RiskGate.TryTell(mark));
        return true;
    }

    /// <summary>The best prices now; null when the exchange does not answer.</summary>
    private async Task<MarketView?> QuoteAsync(Instrument instrument)
    {
        try
        {
            using var answer = JsonDocument.Parse(await _http.GetStringAsync(new Uri($"/api/v3/ticker/bookTicker?symbol={instrument.Symbol}", UriKind.Relative)));
            return new MarketView(PriceOf("bidPrice"), PriceOf("askPrice"), _run.World.NowNanos, IsUsable: true, Sequence: 0);

            Price PriceOf(string name) => instrument.Price(Scaled(
                decimal.Parse(answer.RootElement.GetProperty(name).GetString()!, CultureInfo.InvariantCulture), instrument.PriceScale));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private static long Scaled(decimal value, byte scale) => (long)(value * FixedPoint.PowerOfTen(scale));
}
