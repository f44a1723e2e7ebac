using QuantumAI.Domain.Instruments;

namespace QuantumAI.Domain.Ledger;

/// <summary>One asset of an account.</summary>
/// <param name="Free">May be spent.</param>
/// <param name="Locked">Reserved by open orders.</param>
public readonly record struct Balance(Money Free, Money Locked)
{
    public Money Total => Free + Locked;
}

/// <summary>An account's assets, exact. On a cash account no total is ever negative; on a margin account a negative one is what was borrowed.</summary>
/// <remarks>
/// A free balance is below zero only after a late fill paid with money that was already set aside again, and for no longer than
/// until that money comes free. Not thread safe; belongs to one lane.
/// </remarks>
public sealed class AssetLedger
{
    private bool _mayBorrow;
    private readonly SortedDictionary<string, Balance> _balances = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Balance> Balances => _balances;

    /// <summary>How often a balance was changed: what was computed from the balances holds while this stays.</summary>
    public long Changes { get; private set; }

    /// <summary>How often a total was changed: setting aside and giving back move nothing between outside and here.</summary>
    public long TotalChanges { get; private set; }

    public Balance this[string asset] => _balances.GetValueOrDefault(asset);

    /// <summary>From here on a balance may be negative: a margin account.</summary>
    public void AllowBorrowing() => _mayBorrow = true;

    /// <summary>Money from outside, or (negative) to outside.</summary>
    public void Deposit(string asset, Money amount) => Change(asset, amount, Money.Zero);

    /// <summary>Sets an amount aside for an order.</summary>
    public void Reserve(string asset, Money amount)
    {
        Guard.That(!amount.IsNegative, $"what is set aside of {asset} is not negative, was {amount}");
        Guard.That(_mayBorrow || amount <= Money.Max(this[asset].Free, Money.Zero), $"what is set aside of {asset} is free, {amount} of {this[asset].Free}");
        Change(asset, -amount, amount);
    }

    /// <summary>Gives back what an order did not use.</summary>
    public void Release(string asset, Money amount)
    {
        Guard.That(!amount.IsNegative, $"what comes free of {asset} is not negative, was {amount}");
        Change(asset, amount, -amount);
    }

    /// <summary>Pays from what was reserved, and from the free balance for what exceeds it.</summary>
    public void Pay(string asset, Money fromReserved, Money fromFree) => Change(asset, -fromFree, -fromReserved);

    public void Receive(string asset, Money amount) => Change(asset, amount, Money.Zero);

    private void Change(string asset, Money free, Money locked)
    {
        var before = _balances.GetValueOrDefault(asset);
        var after = new Balance(before.Free + free, before.Locked + locked);
        Guard.That(_mayBorrow || !after.Total.IsNegative, $"the balance of {asset} is never negative, was {after.Total}");
        Guard.That(!after.Locked.IsNegative, $"the locked balance of {asset} is never negative, was {after.Locked}");
        _balances[asset] = after;
        Changes++;
        if (after.Total != before.Total)
            TotalChanges++;
    }
}
