using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Tests.Orders;

public sealed partial class ClientOrderIdTests
{
    [Fact]
    public void Prop_id_fits_every_venue_and_is_a_pure_function() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<NonNegativeInt>(), (account, low) =>
        {
            var id = ClientOrderId.For(account.Get, low.Get * 4_294_967_297L % long.MaxValue);
            return VenueRule().IsMatch(id) && id == ClientOrderId.For(new string(account.Get), low.Get * 4_294_967_297L % long.MaxValue);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void id_must_fit_when_the_sequence_is_the_largest()
    {
        Assert.Matches(VenueRule(), ClientOrderId.For("주식 계좌/main", long.MaxValue));
        Assert.Equal(31, ClientOrderId.For("a", long.MaxValue).Length);
    }

    [Fact]
    public void id_must_differ_when_account_or_sequence_differs()
    {
        string[] accounts = ["paper", "live", "live2", "paper/1", "a", "b", "", "P", "p"];
        var ids = accounts.SelectMany(account => Enumerable.Range(1, 2_000).Select(sequence => ClientOrderId.For(account, sequence))).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void id_must_stay_what_it_was_because_journals_hold_it()
    {
        // FNV-1a of the empty text and of "a" are the published test values 811c9dc5 and e40c292c.
        Assert.Equal("qa-811c9dc5-1", ClientOrderId.For("", 1));
        Assert.Equal("qa-e40c292c-42", ClientOrderId.For("a", 42));
    }

    [GeneratedRegex("^[a-zA-Z0-9-_]{1,36}$")]
    private static partial Regex VenueRule();
}
