using QuantumAI.Domain.Instruments;
using QuantumAI.Hocon;
using QuantumAI.Simulation.Fees;
using QuantumAI.Venues.PaperServer.Accounts;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Limits;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Node.Configuration;

/// <summary>The paper exchange's part of the configuration as typed values.</summary>
/// <param name="Printed">The first account's generated or configured pair, to print; without a secret where it signs with Ed25519.</param>
/// <param name="AllowsFaults">Whether faults and transfers may be ordered over HTTP.</param>
internal sealed record ExchangeConfiguration(
    int Port, FeeSchedule Fees, ExchangeLimits Limits, IReadOnlyList<ExchangeAccount> Accounts, IReadOnlyList<ApiKey> Keys, KeyPair Printed, bool AllowsFaults)
{
    private const long Million = 1_000_000;

    /// <summary>Reads a validated configuration.</summary>
    /// <param name="dataDir">Where generated keys are kept; null = nowhere.</param>
    /// <exception cref="UsageException">No account, or a key that cannot be one.</exception>
    public static ExchangeConfiguration Read(HoconConfig config, string? dataDir)
    {
        var exchange = config.GetConfig("exchange");
        var accounts = exchange.GetConfig("accounts");
        var names = accounts.Root.Fields.Select(field => field.Key).ToArray();
        if (names.Length == 0)
            throw new UsageException("exchange.accounts must have an account");
        foreach (var name in names)
            RequireWholeKey(name, accounts.GetConfig(name));
        var generated = Generated([.. names.Where(name => !accounts.GetConfig(name).Has("api-key"))], dataDir);
        var pairs = names.Select(name => PairOf(name, accounts.GetConfig(name), generated)).ToArray();
        return new ExchangeConfiguration(
            exchange.GetInt32("port"),
            FeeSchedule.Flat((long)(exchange.GetFraction("maker-fee") * Million), (long)(exchange.GetFraction("taker-fee") * Million)),
            new ExchangeLimits(
                exchange.GetInt32("weight-per-minute"), exchange.GetInt32("requests-per-5-minutes"),
                exchange.GetInt32("orders-per-10-seconds"), exchange.GetInt32("orders-per-day")),
            [.. names.Select(name => AccountOf(name, accounts.GetConfig(name)))],
            [.. names.Zip(pairs, (name, pair) => KeyOf(pair, accounts.GetConfig(name)))],
            pairs[0],
            exchange.GetBoolean("faults"));
    }

    /// <summary>What a key signs with is not used without the key: whoever wrote it would sign in vain.</summary>
    private static void RequireWholeKey(string name, HoconConfig config)
    {
        var (hasSecret, hasPublicKey) = (config.Has("secret"), config.Has("public-key"));
        if ((hasSecret || hasPublicKey) && !config.Has("api-key"))
        {
            throw new UsageException(
                $"exchange.accounts.{name}.{(hasSecret ? "secret" : "public-key")} needs exchange.accounts.{name}.api-key: without it a whole key is generated");
        }

        if (hasSecret && hasPublicKey)
            throw new UsageException($"exchange.accounts.{name} must have secret (HMAC) or public-key (Ed25519), not both");
    }

    private static IReadOnlyList<KeyPair> Generated(IReadOnlyList<string> names, string? dataDir)
    {
        if (names.Count == 0)
            return [];
        if (dataDir is null)
            return [.. names.Select(KeyPair.Generate)];
        try
        {
            Directory.CreateDirectory(dataDir);
            return KeyFile.LoadOrAdd(Path.Combine(dataDir, "exchange-keys"), names);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(failure.Message);
        }
    }

    private static KeyPair PairOf(string name, HoconConfig config, IReadOnlyList<KeyPair> generated)
    {
        if (!config.Has("api-key"))
            return generated.First(pair => pair.Account == name);
        var pair = new KeyPair(name, config.GetString("api-key"), config.Has("secret") ? config.GetString("secret") : "");
        if (!ApiKey.IsWellFormed(pair.Key) || (!config.Has("public-key") && !ApiKey.IsWellFormed(pair.Secret)))
            throw new UsageException($"exchange.accounts.{name}: api-key and secret must be 32 to 64 letters, digits, dashes and underscores");
        return pair;
    }

    private static ApiKey KeyOf(KeyPair pair, HoconConfig config)
    {
        var mayTrade = !config.Has("read-only") || !config.GetBoolean("read-only");
        if (!config.Has("public-key"))
            return new ApiKey(pair.Key, pair.Account, new HmacKey(new Secret(pair.Secret)), mayTrade);
        try
        {
            return new ApiKey(pair.Key, pair.Account, Ed25519Keys.FromPublicPem(File.ReadAllText(config.GetString("public-key"))), mayTrade);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException or NotSupportedException)
        {
            throw new UsageException($"exchange.accounts.{pair.Account}.public-key: {failure.Message}");
        }
    }

    private static ExchangeAccount AccountOf(string name, HoconConfig config)
    {
        if (!config.Has("balances"))
            return new ExchangeAccount(name, []);
        var balances = config.GetConfig("balances");
        return new ExchangeAccount(
            name,
            [.. balances.Root.Fields.Select(field => (field.Key, Money.Parse(balances.GetDecimal(field.Key).ToString("0.########", System.Globalization.CultureInfo.InvariantCulture))))
                .Where(deposit => deposit.Item2 > Money.Zero)]);
    }
}
