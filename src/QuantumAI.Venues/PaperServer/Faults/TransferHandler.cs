using System.Globalization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Calls;

namespace QuantumAI.Venues.PaperServer.Faults;

/// <summary>An operator brings money into an account, or takes it out.</summary>
internal static class TransferHandler
{
    public static void Run(CallContext context)
    {
        var asset = context.Given.Need("asset");
        var amount = ReadAmount(context.Given);
        context.Given.Need("account");
        context.RequireAllRead();
        var account = context.FindAccount() ?? throw RequestParameters.Refuse(SpotErrorCode.InvalidParameter, 1, "account");
        var balance = context.State.Transfer(account, asset, amount, context.NowNanos);
        context.Json.WriteStartObject();
        context.Json.WriteString("asset", asset);
        context.Json.WriteString("free", WireText.Of(balance.Free));
        context.Json.WriteString("locked", WireText.Of(balance.Locked));
        context.Json.WriteEndObject();
    }

    private static Money ReadAmount(RequestParameters given)
    {
        var text = given.Need("amount");
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number != 0 && Math.Abs(number) <= 1_000_000_000_000m && decimal.Round(number, Money.Scale) == number
            ? Money.Parse(number.ToString(CultureInfo.InvariantCulture))
            : throw RequestParameters.Refuse(SpotErrorCode.InvalidParameter, 1, "amount");
    }
}
