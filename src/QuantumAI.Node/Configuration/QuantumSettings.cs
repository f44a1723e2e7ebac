using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Risk;
using QuantumAI.Domain.Signals;
using QuantumAI.Hocon;
using QuantumAI.Hocon.Rendering;
using QuantumAI.Journal.PostgreSql;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Node.Configuration;

/// <summary>An instrument of the configuration, with its first price in the synthetic market (null = cannot be made up).</summary>
internal sealed record ConfiguredInstrument(Instrument Instrument, Price? FirstPrice);

/// <summary>Where the journal is: <c>journal.db</c> in the data directory, or a schema of a PostgreSQL database.</summary>
internal sealed record JournalSettings(bool IsPostgreSql, string Connection, string Schema);

/// <summary>Whether runs are recorded, how much of each, and how many are kept.</summary>
/// <param name="MostBytes">Of one run; it goes on without its recording when that is reached.</param>
/// <param name="KeepRuns">The newest ones; older ones are deleted when a run begins.</param>
internal sealed record RecordingSettings(bool IsEnabled, long MostBytes, int KeepRuns);

/// <summary>The resolved configuration as typed values.</summary>
internal sealed record QuantumSettings(
    string Account,
    string BaseCurrency,
    Money Deposit,
    IReadOnlyList<string> Symbols,
    long IntervalNanos,
    int HistoryBars,
    long SyntheticStartNanos,
    string AgentId,
    long BudgetUsePpm,
    TrendParameters Trend,
    RiskLimits Limits,
    IReadOnlyDictionary<string, double> Stress,
    PaperVenueSettings Venue,
    VenueCapabilities Capabilities,
    ReconciliationSettings Reconciliation,
    IReadOnlyDictionary<string, ConfiguredInstrument> Instruments,
    JournalSettings Journal,
    BinanceAccess Binance,
    int HttpPort,
    string Hash)
{
    private const long Million = 1_000_000;

    /// <summary>What decides, resolved, as HOCON: every section but http, journal, exchange and recording. <see cref="Hash"/> is its SHA-256.</summary>
    public required string Deciding { get; init; }

    /// <summary>How runs are recorded.</summary>
    public required RecordingSettings Recording { get; init; }

    private static readonly Dictionary<string, OrderType> OrderTypes = new(StringComparer.Ordinal)
    {
        ["market"] = OrderType.Market,
        ["limit"] = OrderType.Limit,
        ["stop"] = OrderType.Stop,
        ["stop-limit"] = OrderType.StopLimit,
        ["take-profit"] = OrderType.TakeProfit,
        ["take-profit-limit"] = OrderType.TakeProfitLimit,
        ["trailing-stop"] = OrderType.TrailingStop,
    };

    private static readonly Dictionary<string, ContingencyKind> OrderLists = new(StringComparer.Ordinal)
    {
        ["oco"] = ContingencyKind.OneCancelsOther,
        ["oto"] = ContingencyKind.OneTriggersOther,
        ["otoco"] = ContingencyKind.OneTriggersOneCancelsOther,
    };

    /// <summary>Reads a validated configuration.</summary>
    /// <exception cref="HoconException">A value breaks a rule that the schema cannot express; all such problems together.</exception>
    public static QuantumSettings Read(HoconConfig config)
    {
        var problems = new List<HoconProblem>();
        var zone = TimeZone(config, problems);
        var start = Start(config, problems);
        var shares = config.GetConfig("risk.agent-share");
        var agentShares = shares.Root.Fields.ToDictionary(field => field.Key, field => Ppm(shares, field.Key));
        if (agentShares.Values.Sum() > Million)
            problems.Add(Problem(config, "risk.agent-share", "must add up to at most 100 %", $"{agentShares.Values.Sum() / 1e4} %"));
        var limits = new RiskLimits(
            Amount(config, "risk.order-notional"), agentShares, Ppm(config, "risk.total-exposure"), Ppm(config, "risk.daily-loss"),
            Ppm(config, "risk.drawdown"), Ppm(config, "risk.price-collar"), config.GetDurationNanos("risk.stale-after"), zone)
        {
            OpenOrdersNotional = Amount(config, "risk.open-orders-notional") is var most && most == Money.Zero ? null : most,
            PositionNotional = AmountsOf(config.GetConfig("risk.position-notional")),
            OrdersPerSecondMax = config.GetInt32("risk.orders-per-second"),
            ValueAtRiskPpm = Limit(config, "risk.value-at-risk"),
            ConditionalValueAtRiskPpm = Limit(config, "risk.expected-shortfall"),
            StressLossPpm = Limit(config, "risk.stress-loss"),
            RequiresMeasure = config.GetBoolean("risk.requires-returns"),
        };
        var shocks = config.GetConfig("risk.stress");
        var stress = shocks.Root.Fields.ToDictionary(field => field.Key, field => (double)shocks.GetFraction(field.Key), StringComparer.Ordinal);
        var instruments = config.GetConfig("instruments");
        var known = instruments.Root.Fields.ToDictionary(
            field => field.Key, field => ReadInstrument(field.Key, instruments.GetConfig(field.Key), problems));
        var journal = ReadJournal(config, problems);
        var capabilities = ReadCapabilities(config, problems);
        var venue = VenueReading.Read(config, problems);
        var binance = BinanceAccess.Read(config, problems);
        new HoconProblems(problems).ThrowIfAny();
        var deciding = DecidingOf(config);
        return new QuantumSettings(
            config.GetString("account.name"),
            config.GetString("account.base-currency"),
            Amount(config, "account.deposit"),
            config.GetStrings("market.symbols"),
            config.GetDurationNanos("market.interval"),
            config.GetInt32("market.history-bars"),
            start,
            config.GetString("aurora.id"),
            Ppm(config, "aurora.budget-use"),
            new TrendParameters(
                config.GetDouble("aurora.trend.adx-min"), config.GetDouble("aurora.trend.sentiment-against"),
                config.GetDouble("aurora.trend.chandelier-atr"), config.GetInt32("aurora.trend.time-stop-bars"),
                config.GetInt32("aurora.trend.cross-valid-bars")),
            limits,
            stress,
            venue,
            capabilities,
            VenueReading.ReadReconciliation(config),
            known,
            journal,
            binance,
            config.GetInt32("http.port"),
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(deciding))))
        {
            Deciding = deciding,
            Recording = new RecordingSettings(
                config.GetBoolean("recording.enabled"), config.GetSizeBytes("recording.max-size"), config.GetInt32("recording.keep-runs")),
        };
    }

    /// <summary>Share of equity per entry in parts per million: the agent's budget, split over its symbols.</summary>
    public long EntryFractionPpm(int symbols) =>
        (long)((Int128)Limits.AgentSharesPpm.GetValueOrDefault(AgentId) * BudgetUsePpm / Million / Math.Max(1, symbols));

    private static VenueCapabilities ReadCapabilities(HoconConfig config, List<HoconProblem> problems)
    {
        var types = new HashSet<OrderType>(Known("venue.order-types", OrderTypes, config, problems));
        if (!types.Contains(OrderType.Market) || !types.Contains(OrderType.Limit))
            problems.Add(Problem(config, "venue.order-types", "must name market and limit: what is held here goes as one of them", string.Join(", ", config.GetStrings("venue.order-types"))));
        return new VenueCapabilities(types, new HashSet<ContingencyKind>(Known("venue.order-lists", OrderLists, config, problems)));
    }

    private static IEnumerable<T> Known<T>(string key, IReadOnlyDictionary<string, T> names, HoconConfig config, List<HoconProblem> problems)
    {
        foreach (var name in config.GetStrings(key))
        {
            if (names.TryGetValue(name, out var value))
                yield return value;
            else
                problems.Add(Problem(config, key, $"must be of {string.Join(", ", names.Keys)}", name));
        }
    }

    private static JournalSettings ReadJournal(HoconConfig config, List<HoconProblem> problems)
    {
        var settings = new JournalSettings(
            config.GetString("journal.kind") == "postgresql", config.GetString("journal.connection"), config.GetString("journal.schema"));
        if (settings.IsPostgreSql && settings.Connection.Length == 0)
            problems.Add(Problem(config, "journal.connection", "must be set when journal.kind is postgresql", ""));
        if (settings.IsPostgreSql && !PostgreSqlJournalOptions.IsSchemaName(settings.Schema))
            problems.Add(Problem(config, "journal.schema", $"must be {PostgreSqlJournalOptions.SchemaRule}", settings.Schema));
        return settings;
    }

    /// <summary>A line for each section, its value in canonical JSON.</summary>
    private static string DecidingOf(HoconConfig config)
    {
        var sections = config.Root.Fields
            .Where(field => field.Key is not ("http" or "journal" or "exchange" or "recording"))
            .OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => $"{field.Key}={HoconRenderer.ToJson(field.Value, HoconRenderOptions.Canonical)}\n");
        return string.Concat(sections);
    }

    internal static long Ppm(HoconConfig config, string key) => (long)(config.GetFraction(key) * Million);

    /// <summary>A share of equity; 0 % is no limit.</summary>
    private static long? Limit(HoconConfig config, string key) => Ppm(config, key) is > 0 and var ppm ? ppm : null;

    private static Dictionary<string, Money> AmountsOf(HoconConfig config) =>
        config.Root.Fields.ToDictionary(field => field.Key, field => Amount(config, field.Key), StringComparer.Ordinal);

    private static Money Amount(HoconConfig config, string key) => Money.Parse(Plain(config.GetDecimal(key)));

    private static string Plain(decimal value) => value.ToString("0.############", CultureInfo.InvariantCulture);

    private static ConfiguredInstrument ReadInstrument(string symbol, HoconConfig config, List<HoconProblem> problems)
    {
        var tick = Plain(config.GetDecimal("tick"));
        var priceScale = (byte)FixedPoint.DecimalsOf(tick);
        var instrument = new Instrument(
            symbol, config.GetString("base"), config.GetString("quote"), priceScale, Units(config, "tick", priceScale, problems),
            Instrument.DefaultQuantityScale, Units(config, "lot-step", Instrument.DefaultQuantityScale, problems),
            Units(config, "min-quantity", Instrument.DefaultQuantityScale, problems), Amount(config, "min-notional"));
        return new ConfiguredInstrument(
            instrument, config.Has("first-price") ? instrument.Price(Units(config, "first-price", priceScale, problems)) : null);
    }

    private static long Units(HoconConfig config, string key, byte scale, List<HoconProblem> problems)
    {
        var text = Plain(config.GetDecimal(key));
        if (FixedPoint.TryParse(text, scale, out var units))
            return units;
        problems.Add(Problem(config, key, $"must have at most {scale} decimals", text));
        return 1;
    }

    private static TimeZoneInfo TimeZone(HoconConfig config, List<HoconProblem> problems)
    {
        var id = config.GetString("account.time-zone");
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
            return zone;
        problems.Add(Problem(config, "account.time-zone", "must be a time zone such as UTC or Asia/Seoul", id));
        return TimeZoneInfo.Utc;
    }

    private static long Start(HoconConfig config, List<HoconProblem> problems)
    {
        var text = config.GetString("market.synthetic-start");
        if (DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start))
            return UnixNanos.From(start);
        problems.Add(Problem(config, "market.synthetic-start", "must be a UTC time such as 2025-01-01T00:00:00Z", text));
        return 0;
    }

    internal static HoconProblem Problem(HoconConfig config, string key, string rule, string value) => new(
        config.Find(key)?.Origin ?? HoconOrigin.Whole("configuration"),
        config.BasePath.Length == 0 ? key : $"{config.BasePath}.{key}", rule, value);
}
