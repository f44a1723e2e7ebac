using QuantumAI.Domain.Instruments;
using QuantumAI.Journal.Sqlite;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Journal.Venue;

/// <summary>Writes rows of the books, inside a transaction of the caller. Whatever may be written twice replaces itself; trades may not.</summary>
internal sealed class VenueWriter(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _saveAccount = connection.Prepare(VenueFormat.SaveAccount);
    private readonly SqliteStatement _saveBalance = connection.Prepare(VenueFormat.SaveBalance);
    private readonly SqliteStatement _saveOrder = connection.Prepare(VenueFormat.SaveOrder);
    private readonly SqliteStatement _saveTrade = connection.Prepare(VenueFormat.SaveTrade);
    private readonly SqliteStatement _savePrevention = connection.Prepare(VenueFormat.SavePrevention);
    private readonly SqliteStatement _saveMark = connection.Prepare(VenueFormat.SaveMark);
    private readonly SqliteStatement _saveMarketTime = connection.Prepare(VenueFormat.SaveMarketTime);

    public void Dispose()
    {
        foreach (var statement in new[] { _saveAccount, _saveBalance, _saveOrder, _saveTrade, _savePrevention, _saveMark, _saveMarketTime })
            statement.Dispose();
    }

    public void SaveMarketTime(long nanos)
    {
        _saveMarketTime.Bind(1, nanos);
        _saveMarketTime.Run();
    }

    public void Save(AccountEntry account)
    {
        _saveAccount.Bind(1, account.Number);
        _saveAccount.Bind(2, account.Name);
        _saveAccount.Bind(3, account.FeeTier);
        _saveAccount.Run();
    }

    public void Save(AccountBalance balance)
    {
        _saveBalance.Bind(1, balance.Account);
        _saveBalance.Bind(2, balance.Asset);
        _saveBalance.Bind(3, VenueText.Of(balance.Balance.Free));
        _saveBalance.Bind(4, VenueText.Of(balance.Balance.Locked));
        _saveBalance.Run();
    }

    public void Save(VenuePrevention prevention)
    {
        _savePrevention.Bind(1, prevention.PreventionId);
        _savePrevention.Bind(2, prevention.Symbol);
        _savePrevention.Bind(3, prevention.Account);
        _savePrevention.Bind(4, prevention.TakerOrder);
        _savePrevention.Bind(5, prevention.MakerOrder);
        _savePrevention.Bind(6, VenueTerms.Of(prevention.Mode));
        _savePrevention.Bind(7, VenueText.Of(prevention.Price));
        _savePrevention.Bind(8, VenueText.Of(prevention.TakerQuantity));
        _savePrevention.Bind(9, VenueText.Of(prevention.MakerQuantity));
        _savePrevention.Bind(10, prevention.TimeNanos);
        _savePrevention.Run();
    }

    public void Save(VenueMark mark)
    {
        _saveMark.Bind(1, mark.Symbol);
        _saveMark.Bind(2, VenueText.Of(mark.Last));
        _saveMark.Bind(3, VenueText.Of(mark.Bid));
        _saveMark.Bind(4, VenueText.Of(mark.Ask));
        _saveMark.Bind(5, mark.HasTrades ? 1 : 0);
        _saveMark.Bind(6, VenueText.Of(mark.Traded));
        _saveMark.Run();
    }

    public void Save(VenueOrder order)
    {
        _saveOrder.Bind(1, order.ClientOrderId);
        _saveOrder.Bind(2, order.VenueOrderId);
        _saveOrder.Bind(3, order.Symbol);
        _saveOrder.Bind(4, VenueText.Of(order.Side));
        _saveOrder.Bind(5, VenueText.Of(order.Type));
        _saveOrder.Bind(6, VenueText.Of(order.Quantity));
        _saveOrder.Bind(7, VenueText.Of(order.Filled));
        _saveOrder.Bind(8, VenueText.Of(order.QuoteFilled));
        _saveOrder.Bind(9, VenueText.Of(order.Locked));
        _saveOrder.Bind(10, VenueText.Of(order.Status));
        _saveOrder.Bind(11, order.Reason);
        _saveOrder.Bind(12, order.CreatedNanos);
        _saveOrder.Bind(13, order.UpdatedNanos);
        _saveOrder.Bind(14, VenueTerms.Of(order.Terms));
        _saveOrder.Bind(15, order.IsTriggered ? 1 : 0);
        _saveOrder.Bind(16, order.Entry);
        _saveOrder.Bind(17, TextOrNone(order.TrailingBest));
        _saveOrder.Bind(18, order.Amends);
        _saveOrder.Bind(19, order.List?.ListId ?? "");
        _saveOrder.Bind(20, order.List is { } list ? VenueText.Of(list.Kind) : "");
        _saveOrder.Bind(21, order.List?.Place ?? 0);
        _saveOrder.Bind(22, order.Account);
        _saveOrder.Bind(23, order.ListNumber);
        _saveOrder.Bind(24, TextOrNone(order.Prevented));
        _saveOrder.Bind(25, TextOrNone(order.Asked));
        _saveOrder.Bind(26, TextOrNone(order.Shown));
        _saveOrder.Bind(27, TextOrNone(order.Protection));
        _saveOrder.Bind(28, order.Tag);
        _saveOrder.Run();
    }

    public void Save(VenueTrade trade)
    {
        _saveTrade.Bind(1, trade.Symbol);
        _saveTrade.Bind(2, trade.TradeId);
        _saveTrade.Bind(3, trade.ClientOrderId);
        _saveTrade.Bind(4, VenueText.Of(trade.Side));
        _saveTrade.Bind(5, VenueText.Of(trade.Price));
        _saveTrade.Bind(6, VenueText.Of(trade.Quantity));
        _saveTrade.Bind(7, VenueText.Of(trade.QuoteQuantity));
        _saveTrade.Bind(8, VenueText.Of(trade.Fee));
        _saveTrade.Bind(9, trade.FeeAsset);
        _saveTrade.Bind(10, trade.TimeNanos);
        _saveTrade.Bind(11, trade.VenueOrderId);
        _saveTrade.Bind(12, trade.IsMaker ? 1 : 0);
        _saveTrade.Bind(13, trade.Account);
        _saveTrade.Run();
    }

    private static string TextOrNone(Price? price) => price is { } there ? VenueText.Of(there) : "";

    private static string TextOrNone(Quantity? quantity) => quantity is { } there ? VenueText.Of(there) : "";
}
