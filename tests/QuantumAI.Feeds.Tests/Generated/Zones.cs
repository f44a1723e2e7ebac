namespace QuantumAI.Feeds.Tests.Generated;

internal static class Zones
{
    /// <summary>UTC+1, and UTC+2 from the last Sunday of March 02:00 to the last of October 03:00: no zone data of the machine is needed.</summary>
    public static TimeZoneInfo OneHourInSummer() => TimeZoneInfo.CreateCustomTimeZone(
        "Test/Summer",
        TimeSpan.FromHours(1),
        "test",
        "test",
        "test summer",
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                DateTime.MinValue.Date,
                DateTime.MaxValue.Date,
                TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday)),
        ]);
}
