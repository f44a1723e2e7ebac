using QuantumAI.Runtime.Sharding;
using QuantumAI.Simulation.Models;

namespace QuantumAI.Simulation.Tests.Models;

public sealed class LeaseTableTests : IDisposable
{
    private const string Region = "ledgers";
    private const long Second = 1_000_000_000;
    private const long Ttl = 5 * Second;

    private readonly ModelDatabase _database = new();
    private readonly List<LeaseGrant> _granted = [];
    private readonly List<LeaseAnswer> _answers = [];

    public LeaseTableTests() => _database.Server.Leases.Granted = _granted.Add;

    public void Dispose() => _database.Dispose();

    [Fact]
    public void shard_must_have_one_owner_until_its_lease_is_over_and_epochs_must_rise()
    {
        var (here, there) = (Client("here"), Client("there"));
        here.Claim(Region, 0, "a", Ttl, _answers.Add);
        Advance(Second);
        there.Claim(Region, 0, "b", Ttl, _answers.Add);
        Advance(Second);
        there.Claim(Region, 1, "b", Ttl, _answers.Add);
        Advance(Second);
        Assert.Equal([null, "shard 0 of ledgers is owned by a, epoch 1", null], _answers.Select(answer => answer.Refusal));
        Advance(Ttl);
        there.Claim(Region, 0, "b", Ttl, _answers.Add);
        Advance(Second);
        Assert.Equal(2, _answers[^1].Epoch);
        Assert.Equal([(0, "a", 1L), (1, "b", 1), (0, "b", 2)], _granted.Select(grant => (grant.Shard, grant.Owner, grant.Epoch)));
        Assert.True(_granted[2].FromNanos >= _granted[0].UntilNanos);
    }

    [Fact]
    public void owner_must_count_from_when_it_asked_so_that_it_ends_before_the_server_gives_the_shard_away()
    {
        Client("here").Claim(Region, 0, "a", Ttl, _answers.Add);
        Advance(Second);
        Assert.Equal(Ttl, _answers[0].HeldUntilNanos);
        Assert.True(_granted[0].UntilNanos > _answers[0].HeldUntilNanos);
    }

    [Fact]
    public void renewal_must_keep_the_epoch_and_be_refused_when_the_lease_is_over()
    {
        var client = Client("here");
        client.Claim(Region, 0, "a", Ttl, _answers.Add);
        Advance(2 * Second);
        client.Renew(Region, 0, "a", 1, Ttl, _answers.Add);
        Advance(4 * Second);
        Assert.Equal("a", _database.Server.Leases.OwnerOf(Region, 0)?.Owner);
        Advance(Ttl);
        client.Renew(Region, 0, "a", 1, Ttl, _answers.Add);
        Advance(Second);
        client.Renew(Region, 7, "a", 1, Ttl, _answers.Add);
        Advance(Second);
        Assert.Equal([false, false, true, true], _answers.Select(answer => answer.Refusal is not null));
        Assert.Equal([1L, 1], _granted.Select(grant => grant.Epoch));
    }

    [Fact]
    public void released_shard_must_be_free_at_once_and_only_its_owner_may_release_it()
    {
        var (here, there) = (Client("here"), Client("there"));
        here.Claim(Region, 0, "a", Ttl, _answers.Add);
        Advance(Second);
        there.Release(Region, 0, "b", 1, _answers.Add);
        Advance(Second);
        Assert.NotNull(_database.Server.Leases.OwnerOf(Region, 0));
        here.Release(Region, 0, "a", 1, _answers.Add);
        Advance(Second);
        Assert.Null(_database.Server.Leases.OwnerOf(Region, 0));
        there.Claim(Region, 0, "b", Ttl, _answers.Add);
        Advance(Second);
        Assert.Equal((2L, null), (_answers[^1].Epoch, _answers[^1].Refusal));
    }

    [Fact]
    public void claim_whose_answer_does_not_arrive_must_be_unknown_once_and_may_have_been_granted()
    {
        var (granted, unknown) = (0, 0);
        for (var at = 0L; at < 20_000_000; at += 500_000)
        {
            using var database = new ModelDatabase(seed: (ulong)at);
            database.Server.Leases.Granted = _ => granted++;
            var answers = new List<LeaseAnswer>();
            database.Server.Leases.ClientOf(database.Universe.Start("asker"), "here", Ttl).Claim(Region, 0, "a", Ttl, answers.Add);
            database.Advance(at);
            database.Network.Cut("database", "here");
            database.Advance(30 * Second);
            Assert.Single(answers);
            unknown += answers[0].IsUnknown ? 1 : 0;
            Assert.Equal(answers[0].IsUnknown, answers[0].Refusal is not null);
        }

        Assert.True(unknown > 0 && granted > 40 - unknown, $"{unknown} unknown, {granted} granted");
    }

    [Fact]
    public void server_that_is_away_must_grant_nothing_and_remember_its_epochs()
    {
        var client = Client("here");
        client.Claim(Region, 0, "a", Ttl, _answers.Add);
        Advance(Second);
        _database.Server.BeginOutage(10 * Second);
        client.Claim(Region, 0, "a", Ttl, _answers.Add);
        Advance(10 * Second);
        client.Claim(Region, 0, "a", Ttl, _answers.Add);
        Advance(Second);
        Assert.Equal([1L, 0, 2], _answers.Select(answer => answer.Epoch));
    }

    [Fact]
    public void dead_process_must_hear_nothing_and_a_frozen_one_later()
    {
        var (dead, frozen) = (_database.Universe.Start("dead"), _database.Universe.Start("frozen"));
        _database.Server.Leases.ClientOf(dead, "here", Ttl).Claim(Region, 0, "a", Ttl, _answers.Add);
        _database.Server.Leases.ClientOf(frozen, "there", Ttl).Claim(Region, 1, "b", Ttl, _answers.Add);
        dead.Kill();
        frozen.Freeze();
        Advance(2 * Second);
        Assert.Empty(_answers);
        frozen.Thaw();
        Assert.Equal(1, Assert.Single(_answers).Epoch);
        Assert.Equal(2, _granted.Count);
    }

    [Fact]
    public void ownership_of_a_region_must_be_given_by_lease_and_move_at_once_within_one_program()
    {
        IShardOwnership here = Client("here"), there = Client("there");
        var claims = new List<ShardClaim>();
        here.Claim(Region, 0, "a", claims.Add);
        Advance(Second);
        here.Claim(Region, 0, "b", claims.Add);
        Advance(Second);
        there.Claim(Region, 0, "c", claims.Add);
        Advance(Second);
        Assert.Equal([1L, 2, 0], claims.Select(claim => claim.Epoch));
        Assert.Equal("shard 0 of ledgers is owned by b, epoch 2", claims[^1].Refusal);
    }

    private LeaseClient Client(string site) => _database.Server.Leases.ClientOf(_database.Universe.Start($"program at {site}"), site, Ttl);

    private void Advance(long nanos) => _database.Advance(nanos);
}
