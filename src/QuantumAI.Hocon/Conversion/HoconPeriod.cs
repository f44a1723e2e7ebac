namespace QuantumAI.Hocon;

/// <summary>A span of calendar time, whose length in hours depends on the date it is added to. Weeks are seven days.</summary>
public readonly record struct HoconPeriod(int Years, int Months, int Days);
