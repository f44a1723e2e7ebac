using QuantumAI.Domain;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <content>Accounts, and the short forms for a venue that has one.</content>
public sealed partial class PaperVenue
{
    /// <summary>Name of the account that the short forms use.</summary>
    public const string MainAccount = "main";

    private readonly List<VenueAccount> _accounts = [];

    /// <summary>In the order of opening.</summary>
    public IReadOnlyList<VenueAccount> Accounts => _accounts;

    /// <summary>The first account; opened with tier 0 when there is none, and stored with the next step.</summary>
    public VenueAccount Main => _accounts.Count > 0 ? _accounts[0] : OpenNew(MainAccount, 0);

    /// <summary>Balances of the first account.</summary>
    public IReadOnlyDictionary<string, Balance> Balances => Main.Balances;

    /// <summary>An account by its name; null when there is none.</summary>
    public VenueAccount? Account(string name) => _accounts.Find(account => account.Name == name);

    /// <summary>Opens an account.</summary>
    /// <param name="name">Not taken.</param>
    /// <param name="feeTier">Row of the fee schedule, 0 = the first; above the last means the last.</param>
    /// <param name="marketNanos">When.</param>
    public VenueStep OpenAccount(string name, int feeTier, long marketNanos)
    {
        Guard.That(name.Length > 0 && Account(name) is null, $"an account has a name of its own, was “{name}”");
        _draft.Begin(marketNanos);
        OpenNew(name, feeTier);
        return End();
    }

    /// <summary>Puts money into an account from outside.</summary>
    public VenueStep Deposit(VenueAccount account, string asset, Money amount, long marketNanos)
    {
        _draft.Begin(marketNanos);
        account.Money.Ledger.Deposit(asset, amount);
        _draft.ChangesAsset(account, asset);
        return End();
    }

    /// <summary>Puts money into the first account from outside.</summary>
    public VenueStep Deposit(string asset, Money amount, long marketNanos) => Deposit(Main, asset, amount, marketNanos);

    /// <summary>The latest order of the first account with a client order id.</summary>
    public VenueOrder? Find(string clientOrderId) => Main.Find(clientOrderId);

    /// <summary>The trades of that order.</summary>
    public IReadOnlyList<VenueTrade> TradesOf(string clientOrderId) => Main.TradesOf(clientOrderId);

    /// <summary>An order of the first account.</summary>
    public VenueStep Submit(SubmitOrder submit, long nowNanos) => Submit(Main, submit, nowNanos);

    /// <summary>A list of the first account.</summary>
    public VenueStep SubmitList(SubmitOrderList submit, long nowNanos) => SubmitList(Main, submit, nowNanos);

    /// <summary>Ends an order of the first account.</summary>
    public VenueStep Cancel(string clientOrderId, long nowNanos) => Cancel(Main, clientOrderId, nowNanos);

    /// <summary>Makes an order of the first account smaller.</summary>
    public VenueStep Amend(string clientOrderId, Quantity quantity, long nowNanos) => Amend(Main, clientOrderId, quantity, nowNanos);

    private VenueAccount OpenNew(string name, int feeTier)
    {
        Guard.That(feeTier >= 0, $"a fee tier is 0 or more, was {feeTier}");
        var account = Open(new AccountEntry(_accounts.Count + 1, name, feeTier));
        _draft.Opens(account.Entry);
        return account;
    }

    private VenueAccount Open(AccountEntry entry)
    {
        Guard.That(entry.Number == _accounts.Count + 1, $"accounts are numbered without a gap, was {entry}");
        var account = new VenueAccount(entry, _fees, _symbols);
        _accounts.Add(account);
        return account;
    }

    /// <summary>An account by its number. Books that name none have one.</summary>
    private VenueAccount AccountOf(int number)
    {
        if (number == 1)
            return Main;
        Guard.That(number > 1 && number <= _accounts.Count, $"the venue has the account, was {number} of {_accounts.Count}");
        return _accounts[number - 1];
    }
}
