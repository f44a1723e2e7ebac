using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;

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

    [Fact]
    public void Prop_id_differs_between_shards_and_fits_every_venue() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<(ushort, ushort)>(), ArbMap.Default.ArbFor<(PositiveInt, PositiveInt)>(), (account, shards, low) =>
        {
            var (first, second) = ((long)low.Item1.Get * 4_294_967_297L % long.MaxValue, low.Item2.Get);
            (int, long)[] places = [(shards.Item1, first), (shards.Item2, first), (shards.Item1, second), (shards.Item2, second), (0, first), (0, second)];
            var ids = places.Distinct().Select(place => ClientOrderId.For(account.Get, place.Item2, place.Item1)).ToList();
            return ids.TrueForAll(id => VenueRule().IsMatch(id)) && ids.Distinct().Count() == ids.Count;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void id_must_be_the_whole_accounts_when_the_shard_is_0() => Assert.Equal(ClientOrderId.For("a", 42), ClientOrderId.For("a", 42, shard: 0));

    [Theory]
    [InlineData(-1)]
    [InlineData(ClientOrderId.ShardMax + 1)]
    public void id_must_be_refused_when_the_shard_is_out_of_range(int shard) =>
        Assert.Throws<InvariantViolationException>(() => ClientOrderId.For("a", 1, shard));

    [Fact]
    public void id_must_fit_when_shard_and_sequence_are_the_largest() => Assert.Equal(36, ClientOrderId.For("a", long.MaxValue, ClientOrderId.ShardMax).Length);

    [Fact]
    public void next_id_must_name_the_shard_when_the_account_is_one()
    {
        var account = new Account(new Dictionary<string, Instrument>());
        account.Apply(new AccountOpened("a", "USDT", Money.Zero, Shard: 10), 1);
        Assert.Equal("qa-e40c292c-a-3", account.NextOrderId(2));
    }

    [GeneratedRegex("^[a-zA-Z0-9-_]{1,36}$")]
    private static partial Regex VenueRule();
}
