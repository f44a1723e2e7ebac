using QuantumAI.Node.Configuration;
using QuantumAI.Venues.Binance;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Binance.Settings;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Node.Composition;

/// <summary>Binance spot, or what speaks its language, as an exchange of a session.</summary>
internal static class BinanceExchange
{
    /// <summary>The exchange at the configured addresses. Nothing is sent yet.</summary>
    /// <param name="access">Addresses and key.</param>
    /// <param name="use">How much of it is used; without orders no key is read.</param>
    /// <param name="warn">Told what is wrong with the key although it works.</param>
    /// <exception cref="UsageException">An address that no key may be sent to, or there is no key.</exception>
    /// <exception cref="VenueRefusedException">The key file is readable by others, or no key.</exception>
    public static RemoteExchange Of(BinanceAccess access, VenueUse use, Action<string> warn)
    {
        var settings = SettingsOf(access);
        var key = use == VenueUse.MarketData ? null : RequireKey(access, warn);
        var rest = new HttpRestTransport(access.Rest, BinanceAdapter.KeyHeader);
        return new RemoteExchange(
            new BinanceAdapter(settings, key, rest, new SocketTransport(), new AddressBudget()), $"binance {access.Environment}", use,
            key is null ? [rest] : [rest, key]);
    }

    /// <summary>The adapter's settings.</summary>
    /// <exception cref="UsageException">An address that no key may be sent to.</exception>
    public static BinanceSettings SettingsOf(BinanceAccess access)
    {
        var settings = new BinanceSettings(access.Rest, access.Streams, access.WebSocketApi) { RecvWindow = access.RecvWindow };
        try
        {
            settings.Validate();
            return settings;
        }
        catch (ArgumentException wrong)
        {
            throw new UsageException(wrong.Message);
        }
    }

    /// <summary>The key of the configured file, else of the environment; null when there is none.</summary>
    /// <exception cref="VenueRefusedException">It cannot be used.</exception>
    public static ApiKey? FindKey(BinanceAccess access, out string? warning) => access.KeyFile.Length > 0
        ? KeyFile.Read(access.KeyFile, out warning)
        : KeyFile.FromEnvironment(BinanceAccess.KeyVariable, BinanceAccess.SecretVariable, Environment.GetEnvironmentVariable, out warning);

    private static ApiKey RequireKey(BinanceAccess access, Action<string> warn)
    {
        var key = FindKey(access, out var warning) ?? throw new UsageException(
            $"there is no key: set {BinanceAccess.KeyVariable} and {BinanceAccess.SecretVariable}, or binance.key-file to a file that only you can read");
        if (warning is not null)
            warn(warning);
        return key;
    }
}
