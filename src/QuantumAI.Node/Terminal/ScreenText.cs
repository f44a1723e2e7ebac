using System.Globalization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Signals;
using QuantumAI.Node.Composition;
using QuantumAI.Trading.Control;
using QuantumAI.Venues.Contract;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace QuantumAI.Node.Terminal;

/// <summary>The parts of the live screen, from the board's views.</summary>
internal static class ScreenText
{
    private const int LogLines = 8;

    /// <summary>One line: equity, its change, state, positions, why the last bars were not traded.</summary>
    public static string Headline(SessionRun run)
    {
        var board = run.Host.Board;
        var why = board.WhyNoTrades.OrderByDescending(reason => reason.Value).Take(3).Select(reason => $"{reason.Key} {reason.Value}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"equity {board.Account.Equity.ToDouble():N2} {board.Account.BaseCurrency}, {board.Account.Risk.State}, {board.Account.Positions.Count(held => !held.IsDust)} positions, {board.Bars} bars; {Link(run)}; no trades: {string.Join(", ", why)}");
    }

    /// <summary>Where orders go, whether its reports come, and whether the books were found equal to its.</summary>
    private static string Link(SessionRun run)
    {
        var books = !run.Host.Board.IsReconciled ? "books NOT matched, nothing is opened"
            : run.Host.Board.Account.Unpriced is { } symbol ? $"books matched, no price of {symbol} yet, nothing is opened" : "books matched";
        return run.Host.Venue.Link == VenueLink.Linked ? $"venue {run.VenueName}, {books}" : $"venue {run.VenueName}: link {run.Host.Venue.Link}, {books}";
    }

    public static IRenderable Screen(SessionRun run, RunOptions options, OperatorKeys keys)
    {
        var board = run.Host.Board;
        return new Rows(
            Account(board.Account, run, options),
            Positions(board.Account),
            Signals(board),
            Log(board),
            new Markup($"[{(keys.IsAsking ? "bold red" : "grey")}]{Markup.Escape(keys.Line)}[/]"));
    }

    private static Panel Account(AccountView view, SessionRun run, RunOptions options)
    {
        var deposit = run.Host.Deposit.ToDouble();
        var change = deposit == 0 ? 0 : (view.Equity.ToDouble() / deposit) - 1;
        var colour = view.Risk.State == TradingState.Active ? "green" : "red";
        return new Panel(new Markup(string.Create(
            CultureInfo.InvariantCulture,
            $"[bold]{view.Equity.ToDouble():N2} {Markup.Escape(view.BaseCurrency)}[/]  {Signed(change)}   [{colour}]{view.Risk.State}[/] {Markup.Escape(view.Risk.Detail)}   {run.Host.Board.Bars} bars   {run.Host.Ingest.Delivered:N0} events\n[{(run.Host.Board.IsReconciled && run.Host.Venue.Link == VenueLink.Linked ? "grey" : "red")}]{Markup.Escape(Link(run))}[/]")))
        {
            Header = new PanelHeader($" account {Markup.Escape(view.Account)} · {UnixNanos.Format(run.Host.Ingest.LastNanos)} market time "),
            Expand = true,
        };
    }

    private static Table Positions(AccountView view)
    {
        var table = Titled("positions and open orders", "symbol", "quantity", "average cost", "last", "unrealised", "realised");
        foreach (var held in view.Positions.Where(held => !held.IsDust))
        {
            table.AddRow(
                Markup.Escape(held.Position.Symbol), held.Position.Quantity.ToString(), Number(held.Position.AverageCost), held.Mark.ToString(),
                Amount(held.UnrealisedPnl), Amount(held.Position.RealisedPnl));
        }

        foreach (var order in view.Orders.Where(order => order.IsOpen))
            table.AddRow(Markup.Escape(order.Symbol), $"{order.Side} {order.Quantity}", order.Status.ToString(), "", "", "");
        if (table.Rows.Count == 0)
            table.AddRow("none", "", "", "", "", "");
        return table;
    }

    private static Table Signals(StatusBoard board)
    {
        var table = Titled("last decisions", "symbol", "bar end", "close", "EMA 12 / 26", "ADX", "decision");
        foreach (var signal in board.Signals)
        {
            table.AddRow(
                Markup.Escape(signal.Symbol), UnixNanos.Format(signal.BarEndNanos), Number(signal.Close),
                $"{Number(signal.EmaFast)} / {Number(signal.EmaSlow)}", Number(signal.Adx),
                signal.Signal.Kind == SignalKind.None ? $"[grey]{signal.Signal.Reason}[/]" : $"[yellow]{signal.Signal.Kind}: {signal.Signal.Reason}[/]");
        }

        table.Caption = new TableTitle("no trades: " + string.Join(", ", board.WhyNoTrades.Select(reason => $"{reason.Key} {reason.Value}")));
        return table;
    }

    private static Table Log(StatusBoard board)
    {
        var table = Titled("what happened", "market time", "event");
        foreach (var line in board.Recent.TakeLast(LogLines))
            table.AddRow(UnixNanos.Format(line.Nanos), Markup.Escape(line.Text));
        return table;
    }

    private static Table Titled(string title, params string[] columns)
    {
        var table = new Table { Border = TableBorder.Rounded, Expand = true, Title = new TableTitle(title) };
        foreach (var column in columns)
            table.AddColumn(column);
        return table;
    }

    private static string Signed(double fraction) => string.Create(
        CultureInfo.InvariantCulture, $"[{(fraction < 0 ? "red" : "green")}]{fraction:+0.00%;-0.00%;0.00%}[/]");

    private static string Amount(Money money) => string.Create(
        CultureInfo.InvariantCulture, $"[{(money.IsNegative ? "red" : "green")}]{money.ToDouble():N2}[/]");

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("N2", CultureInfo.InvariantCulture) : "–";
}
