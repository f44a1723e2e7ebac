using QuantumAI.Domain.Instruments;

namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>An account with its balances.</summary>
public sealed record AccountReport(
    bool CanTrade,
    bool CanWithdraw,
    bool CanDeposit,
    long UpdatedNanos,
    string AccountType,
    IReadOnlyList<AssetBalance> Balances,
    IReadOnlyList<string> Permissions,
    AccountRates? Rates,
    long? Uid);

public sealed record AccountRates(DecimalNumber Maker, DecimalNumber Taker, DecimalNumber Buyer, DecimalNumber Seller);

/// <summary>What an account has of an asset.</summary>
public sealed record AssetBalance(string Asset, Money Free, Money Locked);

/// <summary>A trade of the account.</summary>
public sealed record AccountTrade(
    string Symbol,
    long TradeId,
    long OrderId,
    long? ListId,
    DecimalNumber Price,
    DecimalNumber Quantity,
    Money QuoteQuantity,
    Money Commission,
    string CommissionAsset,
    long TimeNanos,
    bool IsBuyer,
    bool IsMaker);

/// <summary>A match that self-trade prevention kept from happening.</summary>
public sealed record PreventedMatch(
    string Symbol,
    long PreventedMatchId,
    long TakerOrderId,
    string? MakerSymbol,
    long MakerOrderId,
    long TradeGroupId,
    Word<SpotSelfTrade> SelfTrade,
    DecimalNumber Price,
    DecimalNumber? TakerPrevented,
    DecimalNumber? MakerPrevented,
    long TimeNanos);

/// <summary>A limit and, in answers, how much of it is used; <see cref="Count"/> is null in exchangeInfo.</summary>
public sealed record RateLimit(Word<SpotRateLimit> Kind, Word<SpotInterval> Interval, int IntervalNumber, long Limit, long? Count);

/// <summary>What an API key may do. A permission that the venue does not tell is null: not known, never “no”.</summary>
public sealed record KeyPermissions(
    bool IsIpRestricted,
    long CreatedNanos,
    bool CanRead,
    bool CanWithdraw,
    bool? CanTransferInternally,
    bool? CanTransferUniversally,
    bool? CanTradeSpotAndMargin,
    bool? CanTradeMargin,
    bool? CanTradeFutures,
    bool? CanTradeOptions,
    bool? CanTradePortfolioMargin,
    long? TradingEndsNanos);
