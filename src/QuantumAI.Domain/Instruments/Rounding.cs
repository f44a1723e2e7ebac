namespace QuantumAI.Domain.Instruments;

/// <summary>The named ways in which a value may lose digits. Every division and every change of scale says which one it uses.</summary>
public enum Rounding : byte
{
    Unspecified = 0,

    /// <summary>Digits must not be lost: a remainder is an error.</summary>
    Exact = 1,

    /// <summary>To nearest, ties to the even last digit.</summary>
    HalfEven = 2,

    /// <summary>Towards zero: what an exchange does with a quantity that is finer than its lot step.</summary>
    TowardsZero = 3,

    /// <summary>Away from zero: what the payer of a fee assumes.</summary>
    AwayFromZero = 4,

    /// <summary>Towards negative infinity: a bid that must not be better than it was.</summary>
    Down = 5,

    /// <summary>Towards positive infinity: an ask that must not be better than it was.</summary>
    Up = 6,
}
