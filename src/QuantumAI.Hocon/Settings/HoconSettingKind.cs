namespace QuantumAI.Hocon.Settings;

/// <summary>What a setting holds.</summary>
public enum HoconSettingKind
{
    Unspecified = 0,

    /// <summary>A string; numbers and booleans convert.</summary>
    Text = 1,

    /// <summary>A whole number of 64 bits.</summary>
    Integer = 2,

    /// <summary>A number of at most 28 digits.</summary>
    Decimal = 3,

    Boolean = 4,

    /// <summary>A duration with a unit; ranges are in nanoseconds.</summary>
    Duration = 5,

    /// <summary>A size with a unit; ranges are in bytes.</summary>
    Size = 6,

    /// <summary>A percentage; ranges are in fractions.</summary>
    Fraction = 7,

    /// <summary>One of a set of names.</summary>
    Choice = 8,

    /// <summary>An object whose fields are not checked here.</summary>
    Section = 9,
}
