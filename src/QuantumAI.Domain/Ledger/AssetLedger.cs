using QuantumAI.Domain.Instruments;

namespace QuantumAI.Domain.Ledger;

/// <summary>One asset of an account.</summary>
/// <param name="Free">May be spent.</param>
/// <param name="Locked">Reserved by open orders.</param>
public readonly record struct Balance(Money Free, Money Locked)
{
    public Money Total => Free + Locked;
}

/// <summary>A cash account per asset, exact. No balance is ever negative.</summary>
/// <remarks>Not thread safe; belongs to one lane.</remarks>
public sealed class AssetLedger
{
    private readonly SortedDictionary<string, Balance> _balances = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Balance> Balances => _balances;

    /// <summary>How often a balance was changed: what was computed from the balances holds while this stays.</summary>
    public long Changes { get; private set; }

    public Balance this[string asset] => _balances.GetValueOrDefault(asset);

    public void Deposit(string asset, Money amount) => Change(asset, amount, Money.Zero);

    /// <summary>Sets an amount aside for an order.</summary>
    public void Reserve(string asset, Money amount) => Change(asset, -amount, amount);

    /// <summary>Gives back what an order did not use.</summary>
    public void Release(string asset, Money amount) => Change(asset, amount, -amount);

    /// <summary>Pays from what was reserved, and from the free balance for what exceeds it.</summary>
    public void Pay(string asset, Money fromReserved, Money fromFree) => Change(asset, -fromFree, -fromReserved);

    public void Receive(string asset, Money amount) => Change(asset, amount, Money.Zero);

    private void Change(string asset, Money free, Money locked)
    {
        var before = _balances.GetValueOrDefault(asset);
        var after = new Balance(before.Free + free, before.Locked + locked);
        Guard.That(!after.Free.IsNegative, $"the free balance of {asset} is never negative, was {after.Free}");
        Guard.That(!after.Locked.IsNegative, $"the locked balance of {asset} is never negative, was {after.Locked}");
        _balances[asset] = after;
        Changes++;
    }
}
