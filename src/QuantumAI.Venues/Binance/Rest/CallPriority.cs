namespace QuantumAI.Venues.Binance.Rest;

/// <summary>What goes first where not everything may be sent. A lower number goes first and may use more of a budget.</summary>
public enum CallPriority : byte
{
    Unspecified = 0,

    /// <summary>Ends orders, and finds out what became of them.</summary>
    Cancel = 1,

    /// <summary>Makes a position smaller or guards it.</summary>
    Protect = 2,

    /// <summary>Opens.</summary>
    Enter = 3,

    /// <summary>Market data and everything that can wait.</summary>
    Data = 4,
}
