namespace QuantumAI.Hocon;

/// <summary>An earlier assignment of the same key that a later one replaced.</summary>
/// <param name="Origin">Where the replaced assignment stands.</param>
/// <param name="Text">Its text in short form; objects and arrays are abbreviated.</param>
public sealed record HoconOverride(HoconOrigin Origin, string Text);
