using System.Globalization;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.Simulated;

/// <summary>What goes wrong with what everybody is told of the market.</summary>
internal sealed class MarketFaults
{
    private const int SilenceTimes = 6;
    private const int All = -1;
    private readonly SimulatedExchange _exchange;
    private readonly ExchangeFaults _settings;
    private readonly SeededFaults _all;
    private readonly FaultDraw _gap;
    private readonly FaultDraw _stale;
    private readonly FaultDraw _crossed;
    private readonly FaultDraw _silence;
    private (int Symbol, int Left) _lostDepth;
    private (int Symbol, long UntilNanos) _staleQuotes;
    private (int Symbol, long UntilNanos) _silent;

    public MarketFaults(SimulatedExchange exchange, ExchangeFaults settings, SeededFaults all)
    {
        (_exchange, _settings, _all) = (exchange, settings, all);
        _gap = all.Draw("depth-gap", settings.DepthGapPpm);
        _stale = all.Draw("quotes-stale", settings.StaleQuotesPpm);
        _crossed = all.Draw("quote-crossed", settings.CrossedQuotePpm);
        _silence = all.Draw("market-silent", settings.MarketSilencePpm);
    }

    /// <summary>Adds what is told of an event.</summary>
    public void Pass(PublicEvent told, List<ExchangeEvent> now)
    {
        var nanos = _exchange.Universe.NowNanos;
        if (Is(_silent, told.Symbol, nanos))
            return;
        switch (told)
        {
            case BestTold when Is(_staleQuotes, told.Symbol, nanos):
                break;
            case BestTold { Best: { Bid.PriceUnits: > 0, Ask.PriceUnits: > 0 } best } quote when _crossed.Happens():
                now.Add(quote with { Best = best with { Bid = best.Bid with { PriceUnits = best.Ask.PriceUnits + 1 } } });
                _crossed.Tell(NameOf(told.Symbol));
                break;
            case DepthTold when _lostDepth.Left > 0 && _lostDepth.Symbol == told.Symbol && !_all.IsHealed:
                _lostDepth.Left--;
                break;
            default:
                now.Add(told);
                break;
        }
    }

    /// <summary>Ten times in a second.</summary>
    public void Tick()
    {
        var (nanos, symbols) = (_exchange.Universe.NowNanos, _exchange.State.Markets.Count);
        if (_gap.Happens())
        {
            _lostDepth = (_gap.Random.Below(symbols), (int)_gap.Random.Between(1, 5));
            _gap.Tell(NameOf(_lostDepth.Symbol));
        }

        if (_stale.Happens())
        {
            _staleQuotes = (_stale.Random.Below(symbols), nanos + _stale.Random.Wait(_settings.LengthNanos));
            _stale.Tell(NameOf(_staleQuotes.Symbol));
        }

        if (!_silence.Happens())
            return;
        var symbol = _silence.Random.Below(symbols + 1);
        _silent = (symbol < symbols ? symbol : All, nanos + (SilenceTimes * _silence.Random.Wait(_settings.LengthNanos)));
        _silence.Tell(symbol < symbols ? NameOf(symbol) : "all");
    }

    private bool Is((int Symbol, long UntilNanos) lasting, int symbol, long nanos) =>
        !_all.IsHealed && nanos < lasting.UntilNanos && (lasting.Symbol == symbol || lasting.Symbol == All);

    private string NameOf(int symbol) => _exchange.State.Markets[symbol].Instrument.Symbol.ToString(CultureInfo.InvariantCulture);
}
