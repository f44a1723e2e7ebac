using System.Numerics;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.TestKit;

namespace QuantumAI.Domain.Tests.Ledger;

public sealed class AssetLedgerTests
{
    /// <summary>Every kind of change with any amounts: it is taken whole, or refused and leaves nothing behind.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Prop_reservations_are_never_negative_and_never_leak(bool mayBorrow) => Seeds.Hold(200, leastSize: 1, runs: 500, run: (random, steps) =>
    {
        var ledger = new AssetLedger();
        if (mayBorrow)
            ledger.AllowBorrowing();
        var (free, locked) = (BigInteger.Zero, BigInteger.Zero);
        for (var i = 0; i < steps; i++)
        {
            var (kind, amount, beside) = (random.Next(5), random.NextInt64(-50, 200), random.NextInt64(-50, 100));
            var (nextFree, nextLocked) = kind switch
            {
                0 or 1 => (free + amount, locked),
                2 => (free - amount, locked + amount),
                3 => (free + amount, locked - amount),
                _ => (free - beside, locked - amount),
            };
            var isTaken = nextLocked >= 0 && (mayBorrow || nextFree + nextLocked >= 0) && (kind is not (2 or 3) || amount >= 0)
                && (kind != 2 || mayBorrow || amount <= BigInteger.Max(free, 0));
            var changes = ledger.Changes;
            var refusal = Record.Exception(() => Change(ledger, kind, new Money(amount), new Money(beside)));
            Assert.True(isTaken == refusal is null, $"{kind} of {amount} and {beside} with {free} free and {locked} locked: {refusal?.Message}");
            if (isTaken)
                (free, locked) = (nextFree, nextLocked);
            else
                Assert.IsType<InvariantViolationException>(refusal);
            Assert.Equal((free, locked), ((BigInteger)ledger["USDT"].Free.Units, (BigInteger)ledger["USDT"].Locked.Units));
            Assert.Equal(changes + (isTaken ? 1 : 0), ledger.Changes);
            Assert.Equal(default, ledger["BTC"]);
        }
    });

    private static void Change(AssetLedger ledger, int kind, Money amount, Money beside)
    {
        switch (kind)
        {
            case 0:
                ledger.Deposit("USDT", amount);
                break;
            case 1:
                ledger.Receive("USDT", amount);
                break;
            case 2:
                ledger.Reserve("USDT", amount);
                break;
            case 3:
                ledger.Release("USDT", amount);
                break;
            default:
                ledger.Pay("USDT", amount, beside);
                break;
        }
    }
}
