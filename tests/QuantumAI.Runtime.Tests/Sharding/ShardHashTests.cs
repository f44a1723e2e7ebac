using QuantumAI.Runtime.Sharding;

namespace QuantumAI.Runtime.Tests.Sharding;

public sealed class ShardHashTests
{
    private static readonly string[] Five = ["node-1", "node-2", "node-3", "node-4", "node-5"];

    [Theory]
    [InlineData("", 0xEFD01F60BA992926UL)]
    [InlineData("a", 0x82A2A958A9BECE5BUL)]
    [InlineData("BINANCE:BTCUSDT", 0x0321A14F53655AAFUL)]
    [InlineData("계좌-1", 0xA8EB5FF378D3CCB6UL)]
    public void hash_must_never_change(string text, ulong expected) => Assert.Equal($"{expected:X16}", $"{ShardHash.Of(text):X16}");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void shard_must_be_refused_when_there_are_none(int shards) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ShardHash.ShardOf("a", shards));

    [Fact]
    public void long_text_must_be_hashed_like_short_text()
    {
        var text = new string('x', 1_000);
        Assert.NotEqual(ShardHash.Of(text), ShardHash.Of(text + "x"));
        Assert.Equal(ShardHash.Of(text), ShardHash.Of(new string('x', 1_000)));
    }

    [Fact]
    public void entities_must_be_spread_evenly()
    {
        const int Entities = 64_000, Shards = 64;
        foreach (var prefix in new[] { "account-", "BINANCE:", "" })
        {
            var counts = new int[Shards];
            for (var i = 0; i < Entities; i++)
                counts[ShardHash.ShardOf($"{prefix}{i}", Shards)]++;
            Assert.All(counts, count => Assert.InRange(count, 840, 1_160)); // 1,000 ± 5 σ
        }
    }

    [Fact]
    public void shards_must_be_spread_evenly_over_nodes()
    {
        const int Shards = 4_000;
        var counts = Enumerable.Range(0, Shards).CountBy(shard => ShardHash.Candidate("market", shard, Five)!).ToDictionary();
        Assert.Equal(5, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 673, 927)); // 800 ± 5 σ
    }

    [Fact]
    public void regions_must_not_load_the_same_node_with_the_same_shard() => Assert.InRange(
        Enumerable.Range(0, 1_000).Count(shard => ShardHash.Candidate("market", shard, Five) == ShardHash.Candidate("account", shard, Five)), 130, 270);

    [Fact]
    public void candidate_must_be_null_when_there_is_no_member() => Assert.Null(ShardHash.Candidate("market", 0, []));

    [Fact]
    public void Prop_only_shards_of_the_node_that_comes_or_goes_must_move() => Seeds.Hold(40, leastSize: 1, run: (random, size) =>
    {
        var members = Enumerable.Range(0, size).Select(_ => $"node-{random.Next()}").Distinct().ToList();
        var joined = $"joined-{random.Next()}";
        var moved = 0;
        for (var shard = 0; shard < 256; shard++)
        {
            var before = ShardHash.Candidate("market", shard, members);
            var after = ShardHash.Candidate("market", shard, members.Append(joined).OrderBy(_ => random.Next()));
            if (after == before)
                continue;
            Assert.Equal(joined, after);
            moved++;
        }

        var mean = 256.0 / (members.Count + 1);
        Assert.InRange(moved, 0, mean + (6 * Math.Sqrt(mean)) + 1);
    });
}
