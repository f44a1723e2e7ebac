using QuantumAI.Domain.Instruments;

namespace QuantumAI.Trading.Portfolio;

/// <summary>The account's equity kept up to date mark by mark, so that a mark costs the same with one symbol and with a thousand.</summary>
/// <remarks>
/// Equal to <see cref="Domain.Portfolio.Account.Equity"/> over all marks: amounts are exact, so the order of additions does not matter.
/// A changed balance makes it add up everything again. The only writer of the marks once the session runs.
/// </remarks>
internal sealed class RunningEquity(AccountBooks books)
{
    private Money _equity;
    private long _ledgerChanges = -1;

    /// <summary>Equity at the present marks.</summary>
    public Money Value
    {
        get
        {
            if (_ledgerChanges != books.Current.Ledger.Changes)
            {
                _equity = books.Current.Equity(books.Marks);
                _ledgerChanges = books.Current.Ledger.Changes;
            }

            return _equity;
        }
    }

    public void Mark(string symbol, Price price)
    {
        var asset = books.Current.Instruments[symbol].BaseAsset;
        var others = Value - books.Current.ValueOf(asset, books.Marks);
        books.Marks[symbol] = price;
        _equity = others + books.Current.ValueOf(asset, books.Marks);
    }
}
