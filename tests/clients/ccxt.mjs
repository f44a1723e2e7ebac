// ccxt on the paper exchange: its REST half, its streams and its WebSocket API, with nothing changed but the URLs and the spot-only options.
import assert from 'node:assert/strict';
import ccxt from 'ccxt';
import { away, check, done, exchange, refused, same, units, wrongSecret } from './checks.mjs';

const symbol = 'BTC/USDT';
const day = 86_400_000;

function open(key = exchange.key, secret = exchange.secret) {
  const client = new ccxt.pro.binance({
    apiKey: key,
    secret,
    enableRateLimit: false,
    options: { fetchMarkets: { types: ['spot'] }, fetchMargins: false },
  });
  const api = client.urls.api;
  for (const part of ['public', 'private']) api[part] = `${exchange.url}/api/v3`;
  api.v1 = `${exchange.url}/api/v1`;
  api.sapi = `${exchange.url}/sapi/v1`;
  api.ws.spot = `${exchange.webSocketUrl}/ws`;
  api.ws['ws-api'].spot = `${exchange.webSocketUrl}/ws-api/v3`;
  return client;
}

const client = open();
const isA = (kind) => (failure) => failure instanceof kind;
const last = async () => (await client.fetchTicker(symbol)).last;
const limitBuy = async (percent, more = {}, amount = 0.01) => client.createOrder(symbol, 'limit', 'buy', amount, away(await last(), percent), more);
const free = async () => (await client.fetchBalance()).free;

await check('loads the markets with their limits', async () => {
  await client.loadHttpProxyAgent(); // ccxt needs it for any ws:// URL
  await client.loadMarkets();
  assert.deepEqual(Object.keys(client.markets).sort(), ['BTC/USDT', 'ETH/USDT']);
  const market = client.market(symbol);
  assert.equal(market.spot && market.active, true);
  assert.deepEqual(market.precision.price, 0.01);
  assert.deepEqual(market.precision.amount, 0.00001);
  assert.equal(market.limits.cost.min, 5);
  assert.equal(client.currencies.USDT.active, true);
});

await check('tells the time and its health', async () => {
  assert.ok(Math.abs((await client.fetchTime()) - Date.now()) < 5_000);
  assert.equal((await client.fetchStatus()).status, 'ok');
});

await check('reads tickers', async () => {
  const ticker = await client.fetchTicker(symbol);
  assert.ok(ticker.bid < ticker.ask && ticker.low <= ticker.last && ticker.last <= ticker.high, JSON.stringify(ticker));
  assert.deepEqual(Object.keys(await client.fetchTickers()).sort(), ['BTC/USDT', 'ETH/USDT']);
  assert.ok((await client.fetchBidsAsks([symbol]))[symbol].bid > 0);
  assert.ok((await client.fetchLastPrices())[symbol].price > 0);
});

await check('reads the book, from the best price outwards', async () => {
  const book = await client.fetchOrderBook(symbol, 20);
  assert.ok(book.bids.length > 0 && book.asks.length > 0 && book.nonce > 0);
  assert.ok(book.bids[0][0] < book.asks[0][0]);
  assert.deepEqual(book.bids.map(([price]) => price), book.bids.map(([price]) => price).sort((left, right) => right - left));
});

await check('reads trades', async () => {
  const trades = await client.fetchTrades(symbol, undefined, 50);
  assert.ok(trades.length > 0 && trades.length <= 50);
  assert.ok(trades.every((trade) => trade.symbol === symbol && trade.price > 0 && trade.amount > 0 && ['buy', 'sell'].includes(trade.side)));
});

await check('reads a day of candles', async () => {
  const candles = await client.fetchOHLCV(symbol, '1h', Date.now() - day, 24);
  assert.ok(candles.length >= 23, `${candles.length} candles`);
  for (const [at, [time, opened, high, low, close, volume]] of candles.entries()) {
    assert.ok(low <= Math.min(opened, close) && high >= Math.max(opened, close) && volume >= 0, `candle ${at}`);
    assert.equal(time, candles[0][0] + at * 3_600_000);
  }
});

await check('reads fees', async () => {
  assert.deepEqual([(await client.fetchTradingFee(symbol)).maker, (await client.fetchTradingFee(symbol)).taker], [0.001, 0.001]);
  assert.equal((await client.fetchTradingFees())['ETH/USDT'].taker, 0.001);
});

await check('reads the balance', async () => {
  const balance = await client.fetchBalance();
  assert.deepEqual([balance.total.USDT, balance.free.USDT, balance.used.USDT, balance.total.BTC], [100_000, 100_000, 0, 0]);
});

/** An order that filled at once: its amounts agree with its trades, and the balances moved by just that. */
async function filledAtOnce(order, before, amount) {
  assert.equal(order.status, 'closed');
  same(order.filled, amount, 'filled');
  const trades = await client.fetchOrderTrades(order.id, symbol);
  const sum = (part) => trades.reduce((total, trade) => total + units(part(trade)), 0n);
  same(sum((trade) => trade.amount), amount, 'sum of the trades');
  same(sum((trade) => trade.info.quoteQty), order.cost, 'cost');
  const fee = sum((trade) => trade.info.commission);
  const [buys, now] = [order.side === 'buy', await free()];
  assert.ok(trades.every((trade) => trade.takerOrMaker === 'taker' && trade.fee.currency === (buys ? 'BTC' : 'USDT')));
  const earned = buys ? units(amount) : units(order.cost);
  assert.ok(fee >= earned / 1_000n - 10n && fee <= earned / 1_000n + 10n, `fee ${fee} of ${earned}`);
  same(units(now.BTC) - units(before.BTC), buys ? earned - fee : -units(amount), 'BTC');
  same(units(now.USDT) - units(before.USDT), buys ? -units(order.cost) : earned - fee, 'USDT');
}

await check('buys and sells at market, and the balances move by just that', async () => {
  let before = await free();
  await filledAtOnce(await client.createOrder(symbol, 'market', 'buy', 0.05), before, 0.05);
  before = await free();
  await filledAtOnce(await client.createOrder(symbol, 'market', 'sell', 0.01), before, 0.01);
});

await check('buys at market for an amount of money', async () => {
  const order = await client.createMarketBuyOrderWithCost(symbol, 500);
  assert.equal(order.status, 'closed');
  assert.ok(order.cost > 499 && order.cost <= 500, `cost ${order.cost}`);
});

await check('rests a limit order, finds it by both ids, and cancels it', async () => {
  const [before, name] = [await free(), `ccxt-${Date.now()}`];
  const order = await limitBuy(-10, { clientOrderId: name });
  assert.deepEqual([order.status, order.type, order.side, order.timeInForce, order.clientOrderId], ['open', 'limit', 'buy', 'GTC', name]);
  same(units(before.USDT) - units((await free()).USDT), BigInt(Math.round(order.price * 100)) * units('0.01') / 100n, 'locked');
  assert.equal((await client.fetchOrder(order.id, symbol)).id, order.id);
  assert.equal((await client.fetchOrder(undefined, symbol, { clientOrderId: name })).id, order.id);
  assert.deepEqual((await client.fetchOpenOrders(symbol)).map((open) => open.id), [order.id]);
  assert.equal((await client.cancelOrder(order.id, symbol)).status, 'canceled');
  assert.deepEqual(await client.fetchOpenOrders(symbol), []);
  same((await free()).USDT, before.USDT, 'free after the cancel');
});

await check('post-only rests, and is refused where it would trade', async () => {
  const order = await limitBuy(-10, { postOnly: true });
  assert.deepEqual([order.status, order.postOnly], ['open', true]);
  await refused(() => limitBuy(5, { postOnly: true }), isA(ccxt.OrderImmediatelyFillable), 'post-only through the book');
  await client.cancelOrder(order.id, symbol);
});

await check('immediate-or-cancel and fill-or-kill end at once', async () => {
  for (const timeInForce of ['IOC', 'FOK']) {
    const missed = await limitBuy(-10, { timeInForce });
    assert.deepEqual([missed.status, missed.filled, missed.timeInForce], ['expired', 0, timeInForce]);
    const before = await free();
    await filledAtOnce(await limitBuy(1, { timeInForce }, 0.001), before, 0.001);
  }
});

await check('holds stops, take-profits and trailing stops until their price', async () => {
  const price = await last();
  const sell = (type, limit, more) => client.createOrder(symbol, type, 'sell', 0.001, limit, more);
  const orders = [
    [await sell('market', undefined, { stopLossPrice: away(price, -10) }), 'STOP_LOSS'],
    [await sell('limit', away(price, -11), { stopLossPrice: away(price, -10) }), 'STOP_LOSS_LIMIT'],
    [await sell('market', undefined, { takeProfitPrice: away(price, 10) }), 'TAKE_PROFIT'],
    [await sell('limit', away(price, 10), { takeProfitPrice: away(price, 10) }), 'TAKE_PROFIT_LIMIT'],
    [await sell('market', undefined, { trailingPercent: 10, stopLossOrTakeProfit: 'stopLoss' }), 'STOP_LOSS'],
  ];
  const open = new Map((await client.fetchOpenOrders(symbol)).map((order) => [order.id, order]));
  for (const [order, type] of orders) {
    assert.deepEqual([open.get(order.id)?.status, open.get(order.id)?.info.type], ['open', type]);
    assert.equal(open.get(order.id).filled, 0);
  }
  assert.equal(open.get(orders[0][0].id).triggerPrice, Number(away(price, -10)));
  assert.equal(open.get(orders[4][0].id).info.trailingDelta, 1_000);
  assert.equal((await client.cancelAllOrders(symbol)).length, orders.length);
  assert.deepEqual(await client.fetchOpenOrders(symbol), []);
});

await check('shows a part of an iceberg order', async () => {
  const order = await limitBuy(-10, { icebergQty: '0.002' });
  assert.equal((await client.fetchOrder(order.id, symbol)).info.icebergQty, '0.00200000');
  await client.cancelOrder(order.id, symbol);
});

await check('tests an order without placing it', async () => {
  await limitBuy(-10, { test: true });
  assert.deepEqual(await client.fetchOpenOrders(symbol), []);
});

await check('replaces an order, and amends one in its place', async () => {
  const order = await limitBuy(-10);
  const edited = await client.editOrder(order.id, symbol, 'limit', 'buy', 0.02, away(await last(), -12));
  assert.notEqual(edited.id, order.id);
  assert.equal(edited.amount, 0.02);
  assert.equal((await client.fetchOrder(order.id, symbol)).status, 'canceled');
  const amended = await client.request('order/amend/keepPriority', 'private', 'PUT', { symbol: 'BTCUSDT', orderId: edited.id, newQty: '0.01' });
  assert.equal(amended.amendedOrder.qty, '0.01000000');
  assert.equal((await client.fetchOrder(edited.id, symbol)).amount, 0.01);
  await client.cancelOrder(edited.id, symbol);
});

await check('places, lists and cancels order lists', async () => {
  const [price, named] = [await last(), { symbol: 'BTCUSDT', quantity: '0.001' }];
  const pair = { aboveType: 'LIMIT_MAKER', abovePrice: away(price, 10), belowType: 'STOP_LOSS', belowStopPrice: away(price, -10) };
  const oco = await client.privatePostOrderListOco({ ...named, side: 'SELL', ...pair });
  assert.deepEqual([oco.contingencyType, oco.listStatusType, oco.listOrderStatus, oco.orderReports.length], ['OCO', 'EXEC_STARTED', 'EXECUTING', 2]);
  const working = { symbol: 'BTCUSDT', workingType: 'LIMIT', workingTimeInForce: 'GTC', workingSide: 'BUY', workingPrice: away(price, -10), workingQuantity: '0.001' };
  const oto = await client.privatePostOrderListOto({
    ...working, pendingType: 'LIMIT', pendingTimeInForce: 'GTC', pendingSide: 'SELL', pendingPrice: away(price, 10), pendingQuantity: '0.001',
  });
  assert.deepEqual(oto.orderReports.map((report) => report.status).sort(), ['NEW', 'PENDING_NEW']);
  const otoco = await client.privatePostOrderListOtoco({
    ...working, pendingSide: 'SELL', pendingQuantity: '0.001', pendingAboveType: 'LIMIT_MAKER', pendingAbovePrice: pair.abovePrice,
    pendingBelowType: 'STOP_LOSS', pendingBelowStopPrice: pair.belowStopPrice,
  });
  assert.equal(otoco.orderReports.length, 3);
  const ids = [oco, oto, otoco].map((list) => list.orderListId).sort();
  assert.deepEqual((await client.privateGetOpenOrderList()).map((list) => list.orderListId).sort(), ids);
  assert.equal((await client.privateGetOrderList({ orderListId: oco.orderListId })).orders.length, 2);
  assert.equal((await client.privateDeleteOrderList({ symbol: 'BTCUSDT', orderListId: oco.orderListId })).listOrderStatus, 'ALL_DONE');
  await client.cancelAllOrders(symbol);
  assert.deepEqual(await client.fetchOpenOrders(symbol), []);
  assert.ok((await client.privateGetAllOrderList()).length >= 3);
});

await check('lists orders and trades', async () => {
  const orders = await client.fetchOrders(symbol);
  assert.ok(orders.length > 15, `${orders.length} orders`);
  const closed = await client.fetchClosedOrders(symbol);
  assert.ok(closed.length >= 5 && closed.every((order) => order.status === 'closed'));
  assert.ok((await client.fetchCanceledOrders(symbol)).length >= 5);
  const trades = await client.fetchMyTrades(symbol);
  const traded = trades.reduce((total, trade) => total + units(trade.amount), 0n);
  same(traded, orders.reduce((total, order) => total + units(order.filled), 0n), 'all trades');
  const held = trades.reduce((total, trade) => total + (trade.side === 'buy' ? units(trade.amount) - units(trade.info.commission) : -units(trade.amount)), 0n);
  same((await client.fetchBalance()).total.BTC, held, 'BTC after all trades');
});

await check('is told what is wrong as ccxt tells it', async () => {
  const price = await last();
  await refused(() => client.createOrder(symbol, 'limit', 'buy', 100, away(price, -1)), isA(ccxt.InsufficientFunds), 'more than there is');
  await refused(() => client.privatePostOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.00001', price: away(price, -10) }), isA(ccxt.BadRequest), 'too small');
  await refused(() => client.privatePostOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.0100001', price: away(price, -10) }), isA(ccxt.InvalidOrder), 'between lots');
  await refused(() => client.privatePostOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: `${away(price, -10)}1` }), isA(ccxt.InvalidOrder), 'between ticks');
  await refused(() => client.createOrder(symbol, 'market', 'sell', 0.001, undefined, { stopLossPrice: away(price, 10) }), isA(ccxt.OrderImmediatelyFillable), 'a stop that is already due');
  await refused(() => client.fetchOrder('999999999', symbol), isA(ccxt.OrderNotFound), 'no such order');
  await refused(() => client.cancelOrder('999999999', symbol), isA(ccxt.OrderNotFound), 'a cancel of no order');
  await refused(() => client.publicGetDepth({ symbol: 'NOPEUSDT' }), isA(ccxt.BadSymbol), 'no such symbol');
  const impostor = open(exchange.key, wrongSecret);
  await refused(() => impostor.privateGetAccount(), isA(ccxt.AuthenticationError), 'a wrong signature');
  const stranger = open('0'.repeat(64));
  await refused(() => stranger.privateGetAccount(), isA(ccxt.AuthenticationError), 'a key of nobody');
  await refused(() => client.privateGetAccount({ timestamp: Date.now() - 60_000 }), isA(ccxt.InvalidNonce), 'a request too late');
});

await check('streams trades', async () => {
  const [trade] = await client.watchTrades(symbol);
  assert.ok(trade.symbol === symbol && trade.price > 0 && trade.amount > 0 && Math.abs(trade.timestamp - Date.now()) < 10_000);
});

await check('streams a book that stays in step', async () => {
  let book = await client.watchOrderBook(symbol);
  const first = book.nonce;
  for (let updates = 0; updates < 5; updates += 1) book = await client.watchOrderBook(symbol);
  assert.ok(book.nonce > first && book.bids[0][0] < book.asks[0][0]);
});

await check('streams tickers and best prices', async () => {
  const ticker = await client.watchTicker(symbol, { name: 'ticker' });
  assert.ok(ticker.last > 0 && ticker.bid < ticker.ask, JSON.stringify(ticker));
  const [other] = Object.values(await client.watchTickers(['ETH/USDT']));
  assert.deepEqual([other.symbol, other.last > 0], ['ETH/USDT', true]);
  assert.ok((await client.watchBidsAsks([symbol]))[symbol].bid > 0);
});

await check('streams candles', async () => {
  const [[, opened, high, low]] = (await client.watchOHLCV(symbol, '1m')).slice(-1);
  assert.ok(low <= opened && opened <= high);
});

await check('is told of its orders, trades and balances as they happen', async () => {
  await client.authenticate({ type: 'spot' }); // a watch may return to its caller before the subscription stands
  const [orders, balances, trades] = [[], [], new Map()];
  const follow = async (watch, take, isEnough) => {
    while (!isEnough()) take(await watch());
  };
  const ordersEnd = follow( // each as it is told: the client writes later states into the same object
    () => client.watchOrders(symbol), (told) => orders.push({ ...told.at(-1) }), () => orders.at(-1)?.status === 'closed');
  const balancesEnd = follow(() => client.watchBalance(), (told) => balances.push(told), () => balances.length === 2);
  const rested = await limitBuy(-10);
  while (orders.length < 1 || balances.length < 1) await client.sleep(10);
  same(balances[0].USDT.used, BigInt(Math.round(rested.price * 100)) * units('0.01') / 100n, 'locked');
  await client.cancelOrder(rested.id, symbol);
  await balancesEnd;
  assert.equal(balances[1].USDT.used, 0);

  const [[, best]] = (await client.fetchOrderBook(symbol)).asks;
  const wanted = client.amountToPrecision(symbol, best + 0.001); // more than the best level holds: several trades
  const traded = () => [...trades.values()].reduce((total, trade) => total + units(trade.amount), 0n);
  const tradesEnd = follow(
    () => client.watchMyTrades(symbol), (told) => told.forEach((trade) => trades.set(trade.id, trade)), () => traded() >= units(wanted));
  const bought = await client.createOrder(symbol, 'market', 'buy', wanted);
  await Promise.all([ordersEnd, tradesEnd]);
  assert.deepEqual(orders.slice(0, 2).map((order) => [order.id, order.status, order.filled]), [[rested.id, 'open', 0], [rested.id, 'canceled', 0]]);
  assert.ok(orders.slice(2).every((order) => order.id === bought.id));
  same(orders.at(-1).filled, wanted, 'filled');
  same(orders.at(-1).cost, bought.cost, 'cost');
  same(traded(), wanted, 'sum of the trades');
  assert.ok([...trades.values()].every((told) => told.order === bought.id && told.side === 'buy' && told.fee.currency === 'BTC'));
});

await check('trades over the WebSocket API', async () => {
  const order = await client.createOrderWs(symbol, 'limit', 'buy', 0.01, Number(away(await last(), -10)));
  assert.equal(order.status, 'open');
  assert.equal((await client.fetchOrderWs(order.id, symbol)).id, order.id);
  assert.deepEqual((await client.fetchOpenOrdersWs(symbol)).map((open) => open.id), [order.id]);
  const edited = await client.editOrderWs(order.id, symbol, 'limit', 'buy', 0.02, Number(away(await last(), -11)));
  assert.equal(edited.amount, 0.02);
  assert.equal((await client.cancelOrderWs(edited.id, symbol)).status, 'canceled');
  assert.ok((await client.fetchOrdersWs(symbol)).length > 0 && (await client.fetchMyTradesWs(symbol)).length > 0);
  const { info } = await client.fetchBalanceWs(); // the unified part is empty for spot
  same(info.balances.find((balance) => balance.asset === 'BTC').free, (await client.fetchBalance()).free.BTC, 'BTC');
  assert.ok((await client.fetchOHLCVWs(symbol, '1m', undefined, 5)).length === 5 && (await client.fetchTradesWs(symbol)).length > 0);
  await client.createOrderWs(symbol, 'limit', 'buy', 0.01, Number(away(await last(), -10)));
  await client.cancelAllOrdersWs(symbol);
  assert.deepEqual(await client.fetchOpenOrders(symbol), []);
  await refused(() => client.createOrderWs(symbol, 'limit', 'buy', 100, 50_000), isA(ccxt.InsufficientFunds), 'more than there is');
  await refused(() => client.cancelOrderWs('999999999', symbol), isA(ccxt.OrderNotFound), 'a cancel of no order');
});

done();
