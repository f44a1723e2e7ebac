using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Journal;
using QuantumAI.Node.Composition;
using QuantumAI.Trading.Projections;

namespace QuantumAI.Node.Http;

/// <summary>Pages from the read models: what the journal says, with the position up to which it was read. Amounts are exact decimal strings.</summary>
internal static class ViewPages
{
    public static IReadOnlyList<string> Paths { get; } = ["/api/v1/positions", "/api/v1/orders", "/api/v1/fills", "/api/v1/equity", "/api/v1/decisions"];

    public static void Map(WebApplication application, SessionRun run)
    {
        var models = run.ReadModels;
        application.MapGet("/api/v1/positions", () => Answered(() => Positions(run)));
        application.MapGet("/api/v1/orders", (HttpRequest request) => Newest(request, models, ViewTables.Orders, OrderOf, ViewJson.Default.Orders));
        application.MapGet("/api/v1/fills", (HttpRequest request) => Newest(request, models, ViewTables.Fills, FillOf, ViewJson.Default.Fills));
        application.MapGet("/api/v1/equity", (HttpRequest request) => Newest(request, models, ViewTables.Equity, EquityOf, ViewJson.Default.Equity));
        application.MapGet("/api/v1/decisions", (HttpRequest request) => Newest(request, models, ViewTables.Decisions, DecisionOf, ViewJson.Default.Decisions));
    }

    /// <summary><c>PartiallyFilled</c> as venues write it: <c>PARTIALLY_FILLED</c>.</summary>
    private static string Upper(string name) => string.Concat(
        name.Select((letter, at) => at > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{char.ToUpperInvariant(letter)}"));

    private static IResult Newest<TItem>(
        HttpRequest request, ReadModels models, ViewTable table, Func<ViewRow, TItem> make, JsonTypeInfo<ViewAnswer<TItem>> json)
    {
        var query = PageQuery.Read(request.Query, out var refusal);
        if (refusal is not null)
            return Results.Json(new Refusal(refusal), ViewJson.Default.Refusal, statusCode: StatusCodes.Status400BadRequest);
        return Answered(() =>
        {
            var page = models.Newest(table, query.Before, query.Limit);
            long? next = page.Rows.Count == query.Limit ? page.Rows[^1].Values[0].Number : null;
            return Results.Json(Labelled(models, page.Cursor, next, [.. page.Rows.Select(make)]), json);
        });
    }

    /// <summary>What is held, at the last prices that the session knows.</summary>
    private static IResult Positions(SessionRun run)
    {
        var page = run.ReadModels.All(ViewTables.Positions);
        var marks = run.Host.Board.Account.Positions.ToDictionary(held => (held.Position.AgentId, held.Position.Symbol), held => held.Mark);
        var held = page.Rows.Select(PositionRow.From).Where(row => !Quantity.Parse(row.Quantity).IsZero)
            .Select(row => PositionOf(row, marks.GetValueOrDefault((row.Agent, row.Symbol))));
        return Results.Json(Labelled(run.ReadModels, page.Cursor, null, [.. held]), ViewJson.Default.Positions);
    }

    private static ViewAnswer<TItem> Labelled<TItem>(ReadModels models, ViewCursor cursor, long? next, IReadOnlyList<TItem> items)
    {
        var lag = models.LagOf(cursor);
        return new ViewAnswer<TItem>(lag.Position, lag.Events, lag.Seconds, next, items);
    }

    private static IResult Answered(Func<IResult> answer)
    {
        try
        {
            return answer();
        }
        catch (JournalException unreadable)
        {
            return Results.Json(new Refusal(unreadable.Message), ViewJson.Default.Refusal, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static PositionPage PositionOf(PositionRow row, Price mark)
    {
        var value = Money.Notional(mark, Quantity.Parse(row.Quantity));
        return new PositionPage(
            row.Account, row.Symbol, row.Agent, row.Quantity, row.Cost, mark.ToString(), value.ToString(), (value - Money.Parse(row.Cost)).ToString(),
            row.RealisedPnl, Iso(row.OpenedNanos), row.IsDust);
    }

    private static OrderPage OrderOf(ViewRow view)
    {
        var row = OrderRow.From(view);
        return new OrderPage(
            row.Position, row.Account, row.ClientOrderId, row.Symbol, row.Agent, Upper(row.Side), Upper(row.Type), row.Quantity, row.Reference,
            row.Filled, row.QuoteFilled, Upper(row.Status), row.ReduceOnly, OrNull(row.VenueOrderId), row.Reason, Iso(row.IntendedNanos), Iso(row.UpdatedNanos));
    }

    private static FillPage FillOf(ViewRow view)
    {
        var row = FillRow.From(view);
        return new FillPage(
            row.Position, row.Account, row.ClientOrderId, row.Symbol, row.Agent, Upper(row.Side), row.TradeId, row.Price, row.Quantity,
            row.QuoteQuantity, row.Fee, row.FeeAsset, Iso(row.VenueNanos), Iso(row.Nanos), OrNull(row.Causation));
    }

    private static EquityPage EquityOf(ViewRow view)
    {
        var row = EquityRow.From(view);
        return new EquityPage(row.Position, row.Account, Iso(row.Nanos), row.Equity, row.DayStart, row.High, row.Day);
    }

    private static DecisionPage DecisionOf(ViewRow view)
    {
        var row = DecisionRow.From(view);
        return new DecisionPage(
            row.Position, row.Account, row.Kind.ToUpperInvariant(), row.Symbol, row.Agent, Upper(row.Side), row.Quantity, OrNull(row.ClientOrderId), row.Code,
            OrNull(row.Rule), row.Reason, OrNull(row.Causation), OrNull(row.Correlation), Iso(row.Nanos));
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static string? Iso(long nanos) => nanos == 0 ? null : UnixNanos.FormatIso(nanos);
}
