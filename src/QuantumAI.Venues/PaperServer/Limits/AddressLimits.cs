using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.PaperServer.Limits;

/// <summary>What an address may do now.</summary>
public enum AddressVerdict : byte
{
    Unspecified = 0,
    Allowed = 1,

    /// <summary>Too much in this interval: 429.</summary>
    TooMuch = 2,

    /// <summary>It went on after being told: 418.</summary>
    Banned = 3,
}

/// <summary>The answer to a request's cost.</summary>
/// <param name="Verdict">What follows.</param>
/// <param name="UsedWeight">Weight of the present minute, this request included.</param>
/// <param name="UntilNanos">When it is over; 0 when allowed.</param>
public readonly record struct AddressAnswer(AddressVerdict Verdict, int UsedWeight, long UntilNanos);

/// <summary>Request weight, raw requests and bans by address. Thread safe; time comes with each call.</summary>
public sealed class AddressLimits(ExchangeLimits limits)
{
    /// <summary>Weight that an address has in a minute.</summary>
    public int WeightPerMinute => limits.WeightPerMinute;

    private const int AddressesMax = 4_096;
    private const int ToldMax = 10;
    private const long RawSpan = 5 * UnixNanos.PerMinute;
    private readonly Dictionary<string, Usage> _byAddress = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Counts a request and its weight.</summary>
    /// <param name="address">Whose.</param>
    /// <param name="weight">Its weight; 0 when it is counted afterwards with <see cref="Charge"/>.</param>
    /// <param name="nowNanos">World time.</param>
    public AddressAnswer Enter(string address, int weight, long nowNanos)
    {
        lock (_gate)
        {
            var usage = Of(address, nowNanos);
            if (nowNanos < usage.BannedUntil)
                return new AddressAnswer(AddressVerdict.Banned, usage.Weight, usage.BannedUntil);
            usage.Raw++;
            var fits = usage.Raw <= limits.RawPer5Minutes && (weight == 0 ? usage.Weight < limits.WeightPerMinute : usage.Weight + weight <= limits.WeightPerMinute);
            if (fits)
            {
                usage.Weight += weight;
                return new AddressAnswer(AddressVerdict.Allowed, usage.Weight, 0);
            }

            if (++usage.Told > ToldMax)
                return Ban(usage, nowNanos);
            var until = usage.Raw > limits.RawPer5Minutes ? usage.RawStart + RawSpan : usage.MinuteStart + UnixNanos.PerMinute;
            return new AddressAnswer(AddressVerdict.TooMuch, usage.Weight, until);
        }
    }

    /// <summary>Counts the weight of a request that was let in for nothing and failed.</summary>
    /// <returns>The weight of the present minute.</returns>
    public int Charge(string address, int weight, long nowNanos)
    {
        lock (_gate)
            return Of(address, nowNanos).Weight += weight;
    }

    /// <summary>Uses up an address' weight of the present minute: for tests of clients.</summary>
    public void Exhaust(string address, long nowNanos)
    {
        lock (_gate)
            Of(address, nowNanos).Weight = limits.WeightPerMinute;
    }

    /// <summary>Bans an address from now on: for tests of clients.</summary>
    public void Ban(string address, long untilNanos, long nowNanos)
    {
        lock (_gate)
            Of(address, nowNanos).BannedUntil = untilNanos;
    }

    private AddressAnswer Ban(Usage usage, long nowNanos)
    {
        var length = Math.Min(limits.MostBan.Ticks, limits.FirstBan.Ticks << Math.Min(usage.Bans++, 20)) * 100;
        (usage.BannedUntil, usage.Told) = (nowNanos + length, 0);
        return new AddressAnswer(AddressVerdict.Banned, usage.Weight, usage.BannedUntil);
    }

    private Usage Of(string address, long nowNanos)
    {
        if (!_byAddress.TryGetValue(address, out var usage))
        {
            if (_byAddress.Count >= AddressesMax)
                Forget(nowNanos);
            _byAddress[address] = usage = new Usage();
        }

        var (minute, raw) = (UnixNanos.FloorTo(nowNanos, UnixNanos.PerMinute), UnixNanos.FloorTo(nowNanos, RawSpan));
        if (minute != usage.MinuteStart)
            (usage.MinuteStart, usage.Weight, usage.Told) = (minute, 0, 0);
        if (raw != usage.RawStart)
            (usage.RawStart, usage.Raw) = (raw, 0);
        return usage;
    }

    /// <summary>Makes room: whoever is not banned and has done nothing in this minute; everybody when that is nobody.</summary>
    private void Forget(long nowNanos)
    {
        var minute = UnixNanos.FloorTo(nowNanos, UnixNanos.PerMinute);
        foreach (var (address, usage) in _byAddress.ToArray())
        {
            if (usage.BannedUntil <= nowNanos && usage.MinuteStart != minute)
                _byAddress.Remove(address);
        }

        if (_byAddress.Count >= AddressesMax)
            _byAddress.Clear();
    }

    private sealed class Usage
    {
        public long MinuteStart { get; set; }

        public int Weight { get; set; }

        public long RawStart { get; set; }

        public int Raw { get; set; }

        public int Told { get; set; }

        public int Bans { get; set; }

        public long BannedUntil { get; set; }
    }
}
