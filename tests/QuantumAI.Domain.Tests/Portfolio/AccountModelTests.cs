using System.Text.Json;
using QuantumAI.Domain.Orders;
using QuantumAI.TestKit;

namespace QuantumAI.Domain.Tests.Portfolio;

/// <summary>An account against its naive twin over random histories of all events: <see cref="AccountModel"/>.</summary>
public sealed class AccountModelTests
{
    private const int Operations = 50_000;
    private const int ProofOperations = 1_000_000;
    private const int Episode = 500;

    /// <summary>Longer than the account remembers closed orders.</summary>
    private const int LongEpisode = 20_000;

    [Fact]
    public void Prop_account_equals_its_naive_twin_to_the_last_unit() => Hold(Operations);

    [Fact]
    [Trait("Size", "proof")]
    public void Prop_account_equals_its_naive_twin_over_a_million_operations()
    {
        Hold(ProofOperations);
        if (Environment.GetEnvironmentVariable("QUANTUM_PROOF_DIR") is { Length: > 0 } folder)
            File.WriteAllText(Path.Combine(folder, "account-model.json"), JsonSerializer.Serialize(new { operations = ProofOperations }));
    }

    [Fact]
    public void Prop_account_equals_its_naive_twin_when_old_orders_are_forgotten() => Seeds.Hold(LongEpisode, leastSize: LongEpisode, runs: 1, run: static (random, steps) =>
    {
        var model = new AccountModel(random, []);
        for (var i = 0; i < steps; i++)
            model.Step();
        model.CompareAll();
    });

    private static void Hold(int operations)
    {
        var reached = new HashSet<(OrderStatus, OrderMove)>();
        Seeds.Hold(Episode, leastSize: Episode, runs: operations / Episode, run: (random, steps) =>
        {
            var model = new AccountModel(random, reached);
            for (var i = 0; i < steps; i++)
                model.Step();
            model.CompareAll();
            Assert.Equal(AccountDump.Of(model.Account), AccountDump.Of(model.Fold()));
        });
        if (Environment.GetEnvironmentVariable(Seeds.Variable) is null)
            Assert.Empty(Legal().Except(reached));
    }

    /// <summary>Every cell of the table.</summary>
    private static IEnumerable<(OrderStatus, OrderMove)> Legal() =>
        from status in Enum.GetValues<OrderStatus>()
        from move in Enum.GetValues<OrderMove>()
        where OrderTransitions.IsLegal(status, move)
        select (status, move);
}
