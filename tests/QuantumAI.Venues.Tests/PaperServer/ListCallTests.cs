using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.Tests.PaperServer;

public sealed class ListCallTests
{
    private readonly ExchangeDesk _desk = new();

    [Fact]
    public void pair_must_end_together_when_one_is_filled()
    {
        var list = Pair();
        Assert.Equal(("OCO", "EXECUTING", 2), (list.Contingency.Text, list.OrderStatus.Text, list.Reports.Count));
        _desk.Book(10_999_00, 11_001_00);
        _desk.Print(11_000_00, 60_000_000);

        var orders = list.Orders.Select(order => _desk.Order(order.OrderId, "other").State!.Status.Text);
        Assert.Equal(["FILLED", "EXPIRED"], orders);
        Assert.Equal("ALL_DONE", List(list.ListId).OrderStatus.Text);
        Assert.Equal([SpotListStatus.ExecStarted, SpotListStatus.AllDone], _desk.Told.OfType<ListTold>().Select(told => told.Kind));
    }

    [Fact]
    public void list_must_end_whole_when_one_of_it_is_canceled()
    {
        var list = Pair();
        _desk.DoneAs("other", "DELETE", "/api/v3/order", ("symbol", "BTCUSDT"), ("orderId", list.Orders[1].OrderId));

        Assert.All(list.Orders, order => Assert.Equal("CANCELED", _desk.Order(order.OrderId, "other").State!.Status.Text));
        Assert.Empty(SpotOrders.Lists(_desk.DoneAs("other", "GET", "/api/v3/openOrderList")));
        Assert.Single(SpotOrders.Lists(_desk.DoneAs("other", "GET", "/api/v3/allOrderList")));
    }

    [Fact]
    public void list_must_be_canceled_by_its_client_id()
    {
        Pair(("listClientOrderId", "pair"));
        var canceled = SpotOrders.List(_desk.DoneAs("other", "DELETE", "/api/v3/orderList", ("symbol", "BTCUSDT"), ("listClientOrderId", "pair")));
        Assert.Equal(("ALL_DONE", "pair"), (canceled.OrderStatus.Text, canceled.ListClientOrderId));
        Assert.All(canceled.Reports, report => Assert.Equal("CANCELED", report.State!.Status.Text));
    }

    [Fact]
    public void pending_orders_must_work_once_the_first_is_filled()
    {
        var list = SpotOrders.List(_desk.Done(
            "POST", "/api/v3/orderList/otoco", ("symbol", "BTCUSDT"), ("workingType", "LIMIT"), ("workingSide", "BUY"), ("workingPrice", "9990.00"),
            ("workingQuantity", "1"), ("workingTimeInForce", "GTC"), ("pendingSide", "SELL"), ("pendingQuantity", "0.9"),
            ("pendingAboveType", "LIMIT_MAKER"), ("pendingAbovePrice", "11000.00"), ("pendingBelowType", "STOP_LOSS"), ("pendingBelowStopPrice", "9000.00")));
        Assert.Equal(["NEW", "PENDING_NEW", "PENDING_NEW"], list.Reports.Select(report => report.State!.Status.Text));

        _desk.Book(9_980_00, 9_990_00);
        _desk.Print(9_985_00);

        Assert.Equal(["FILLED", "NEW", "NEW"], list.Orders.Select(order => _desk.Order(order.OrderId).State!.Status.Text));
        Assert.Equal("EXECUTING", SpotOrders.List(_desk.Done("GET", "/api/v3/orderList", ("orderListId", list.ListId))).OrderStatus.Text);
    }

    [Fact]
    public void all_must_be_canceled_at_once_with_lists_as_lists()
    {
        Pair();
        _desk.Limit("BUY", "9000.00", "0.1", "other");
        var items = SpotOrders.CanceledAll(_desk.DoneAs("other", "DELETE", "/api/v3/openOrders", ("symbol", "BTCUSDT")));
        Assert.Equal((1, 1), (items.Count(item => item.Order is not null), items.Count(item => item.List is not null)));
        Assert.Empty(SpotOrders.Orders(_desk.DoneAs("other", "GET", "/api/v3/openOrders")));
    }

    [Theory]
    [InlineData("TAKE_PROFIT", "9000.00", -1199)]
    [InlineData("MARKET", "9000.00", -1106)]
    [InlineData("STOP_LOSS", "10500.00", -2010)]
    public void pair_must_be_refused_when_it_makes_no_sense(string belowType, string stop, int code) => Assert.Equal(code, _desk.RunAs(
        "other", "POST", "/api/v3/orderList/oco", ("symbol", "BTCUSDT"), ("side", "SELL"), ("quantity", "0.5"), ("aboveType", "LIMIT_MAKER"),
        ("abovePrice", "11000.00"), ("belowType", belowType), ("belowStopPrice", stop)).Error?.Code);

    private OrderListReport Pair(params (string Name, object Value)[] more) => SpotOrders.List(_desk.DoneAs(
        "other", "POST", "/api/v3/orderList/oco",
        [
            ("symbol", "BTCUSDT"), ("side", "SELL"), ("quantity", "0.5"), ("aboveType", "LIMIT_MAKER"), ("abovePrice", "11000.00"),
            ("belowType", "STOP_LOSS_LIMIT"), ("belowStopPrice", "9000.00"), ("belowPrice", "8990.00"), ("belowTimeInForce", "GTC"), .. more,
        ]));

    private OrderListReport List(long id) => SpotOrders.List(_desk.DoneAs("other", "GET", "/api/v3/orderList", ("orderListId", id)));
}
