namespace QuantumAI.Hocon;

/// <summary>The syntax of a source.</summary>
public enum HoconFormat
{
    Unspecified = 0,
    Hocon = 1,
    Json = 2,
    Properties = 3,
}
