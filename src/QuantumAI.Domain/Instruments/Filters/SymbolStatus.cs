namespace QuantumAI.Domain.Instruments.Filters;

/// <summary>What a venue does with orders of a symbol at present.</summary>
public enum SymbolStatus : byte
{
    Unspecified = 0,
    Trading = 1,
    EndOfDay = 2,
    Halt = 3,
    Break = 4,

    /// <summary>Open orders may be canceled, no order is taken.</summary>
    CancelOnly = 5,

    /// <summary>The venue used a word that this program does not know: nothing is opened, what reduces is let through.</summary>
    Unknown = 6,
}
