// The npm client `binance` on the paper exchange: REST, streams and the WebSocket API, with nothing changed but the URLs.
import assert from 'node:assert/strict';
import { MainClient, WebsocketAPIClient, WebsocketClient } from 'binance';
import { away, check, done, exchange, refused, same, units, wrongSecret } from './checks.mjs';

const symbol = 'BTCUSDT';

const quiet = { trace() {}, info() {}, error(...said) { console.log('client:', ...said); } };
const account = { api_key: exchange.key, api_secret: exchange.secret };
const open = (more) => new MainClient({ ...account, baseUrl: exchange.url, ...more });
const sockets = { ...account, wsUrl: exchange.webSocketUrl, restOptions: { baseUrl: exchange.url }, beautify: false, muteLatencyWarning: true };
const client = open();
const coded = (code, status) => (failure) => failure.code === code && (status === undefined || failure.body?.code === code);
const price = async () => (await client.getSymbolPriceTicker({ symbol })).price;
const funds = async () => Object.fromEntries((await client.getAccountInformation({})).balances.map((balance) => [balance.asset, balance]));
const order = (more) => client.submitNewOrder({ symbol, side: 'BUY', newOrderRespType: 'FULL', ...more });
const resting = async (more) => order({ type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: away(await price(), -10), ...more });
const cancel = (orderId) => client.cancelOrder({ symbol, orderId });

/** What a client emits from now on; `next` waits for the first that fits. */
function listen(emitter) {
  const [heard, waiting] = [[], []];
  emitter.on('message', (message) => {
    const event = message.event ?? message.data ?? message;
    heard.push(event);
    for (const look of [...waiting]) look();
  });
  return {
    heard,
    next: (fits) => new Promise((resolve) => {
      const look = () => {
        const found = heard.find(fits);
        if (found === undefined) return;
        waiting.splice(waiting.indexOf(look), 1);
        resolve(found);
      };
      waiting.push(look);
      look();
    }),
  };
}

await check('tells the time and what is traded', async () => {
  const { serverTime } = await client.get('api/v3/time'); // getServerTime() has an address of its own
  assert.ok(Math.abs(serverTime - Date.now()) < 5_000);
  await client.testConnectivity();
  const { symbols, rateLimits } = await client.getExchangeInfo();
  assert.deepEqual(symbols.map((one) => one.symbol).sort(), ['BTCUSDT', 'ETHUSDT']);
  assert.ok(symbols.every((one) => one.status === 'TRADING' && one.filters.some((filter) => filter.filterType === 'LOT_SIZE')));
  assert.ok(rateLimits.some((limit) => limit.rateLimitType === 'REQUEST_WEIGHT'));
  assert.equal((await client.getExchangeInfo({ symbol })).symbols.length, 1);
});

await check('reads the market', async () => {
  const book = await client.getOrderBook({ symbol, limit: 10 });
  assert.ok(book.lastUpdateId > 0 && Number(book.bids[0][0]) < Number(book.asks[0][0]));
  const [recent, historical] = [await client.getRecentTrades({ symbol, limit: 10 }), await client.getHistoricalTrades({ symbol, limit: 10 })];
  assert.ok(recent.length > 0 && historical.length > 0 && units(recent.at(-1).price) > 0n);
  const [aggregate] = await client.getAggregateTrades({ symbol, limit: 1 });
  assert.ok(aggregate.f <= aggregate.l && units(aggregate.q) > 0n);
  const klines = await client.getKlines({ symbol, interval: '1h', limit: 24 });
  assert.ok(klines.length === 24 && klines.every((line, at) => line.length === 12 && line[0] === klines[0][0] + at * 3_600_000));
  assert.deepEqual((await client.getUIKlines({ symbol, interval: '1h', limit: 2 })).length, 2);
  assert.ok(units((await client.getAvgPrice({ symbol })).price) > 0n);
  assert.equal((await client.get24hrChangeStatistics({ symbol })).symbol, symbol);
  assert.equal((await client.getSymbolOrderBookTicker({ symbol })).symbol, symbol);
  assert.equal((await client.getRollingWindowTicker({ symbol, windowSize: '1h' })).symbol, symbol);
  assert.equal((await client.getTradingDayTicker({ symbol })).symbol, symbol);
});

await check('reads the account, its fees and its rights', async () => {
  const { balances, canTrade, makerCommission } = await client.getAccountInformation({});
  assert.deepEqual([canTrade, makerCommission, balances.find((one) => one.asset === 'USDT').free], [true, 10, '100000.00000000']);
  assert.equal((await client.getTradeFee({ symbol }))[0].takerCommission, '0.00100000');
  assert.equal((await client.getApiKeyPermissions()).enableWithdrawals, false);
  assert.equal((await client.getBalances()).find((one) => one.coin === 'USDT').free, '100000.00000000');
  assert.equal((await client.getOrderRateLimit()).length, 2);
});

/** The balances moved by just what the fills say. */
async function moved(report, before) {
  assert.equal(report.status, 'FILLED');
  const sum = (part) => report.fills.reduce((total, fill) => total + part(fill), 0n);
  const [amount, fee, after, buys] = [sum((fill) => units(fill.qty)), sum((fill) => units(fill.commission)), await funds(), report.side === 'BUY'];
  same(report.executedQty, amount, 'executed quantity');
  assert.ok(report.fills.every((fill) => fill.commissionAsset === (buys ? 'BTC' : 'USDT')));
  same(units(after.BTC.free) - units(before.BTC.free), buys ? amount - fee : -amount, 'BTC');
  same(units(after.USDT.free) - units(before.USDT.free), buys ? -units(report.cummulativeQuoteQty) : units(report.cummulativeQuoteQty) - fee, 'USDT');
}

await check('trades at market, and the balances move by just that', async () => {
  let before = await funds();
  await moved(await order({ type: 'MARKET', quantity: '0.05' }), before);
  before = await funds();
  await moved(await order({ side: 'SELL', type: 'MARKET', quantity: '0.01' }), before);
  before = await funds();
  const bought = await order({ type: 'MARKET', quoteOrderQty: '500' });
  assert.ok(Number(bought.cummulativeQuoteQty) > 499 && Number(bought.cummulativeQuoteQty) <= 500);
  await moved(bought, before);
});

await check('rests, finds and cancels a limit order', async () => {
  const [before, name] = [await funds(), client.generateNewOrderId()];
  const rested = await resting({ newClientOrderId: name });
  assert.deepEqual([rested.status, rested.clientOrderId, rested.fills], ['NEW', name, []]);
  same(units(before.USDT.free) - units((await funds()).USDT.free), units(rested.price) / 100n, 'locked');
  assert.equal((await client.getOrder({ symbol, orderId: rested.orderId })).clientOrderId, name);
  assert.equal((await client.getOrder({ symbol, origClientOrderId: name })).orderId, rested.orderId);
  assert.deepEqual((await client.getOpenOrders({ symbol })).map((one) => one.orderId), [rested.orderId]);
  assert.equal((await client.cancelOrder({ symbol, origClientOrderId: name })).status, 'CANCELED');
  same((await funds()).USDT.free, before.USDT.free, 'free after the cancel');
});

await check('places every type of order', async () => {
  const now = await price();
  const [above, below] = [away(now, 10), away(now, -10)];
  const sell = (more) => order({ side: 'SELL', quantity: '0.001', ...more });
  const stops = [
    await sell({ type: 'STOP_LOSS', stopPrice: below }), await sell({ type: 'STOP_LOSS_LIMIT', stopPrice: below, price: away(now, -11), timeInForce: 'GTC' }),
    await sell({ type: 'TAKE_PROFIT', stopPrice: above }), await sell({ type: 'TAKE_PROFIT_LIMIT', stopPrice: above, price: above, timeInForce: 'GTC' }),
    await sell({ type: 'STOP_LOSS', trailingDelta: 1_000 }),
  ];
  const others = [
    await order({ type: 'LIMIT_MAKER', quantity: '0.01', price: below }), await resting({ icebergQty: '0.002' }), await resting({ selfTradePreventionMode: 'EXPIRE_BOTH' }),
  ];
  const placed = [...stops, ...others].map((one) => one.orderId).sort();
  assert.deepEqual((await client.getOpenOrders({ symbol })).map((one) => one.orderId).sort(), placed);
  assert.equal((await client.getOrder({ symbol, orderId: stops[4].orderId })).trailingDelta, 1_000);
  assert.deepEqual((await client.cancelAllSymbolOrders({ symbol })).map((one) => one.orderId).sort(), placed);
  for (const timeInForce of ['IOC', 'FOK']) {
    assert.equal((await resting({ timeInForce })).status, 'EXPIRED');
    const before = await funds();
    await moved(await order({ type: 'LIMIT', timeInForce, quantity: '0.001', price: away(now, 2) }), before);
  }
  assert.deepEqual(await client.testNewOrder({ symbol, side: 'BUY', type: 'MARKET', quantity: '0.01' }), {});
});

await check('replaces and amends orders', async () => {
  const rested = await resting();
  const { cancelResult, newOrderResult, newOrderResponse } = await client.replaceOrder({
    symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrderId: rested.orderId, quantity: '0.02', price: rested.price,
  });
  assert.deepEqual([cancelResult, newOrderResult, newOrderResponse.origQty], ['SUCCESS', 'SUCCESS', '0.02000000']);
  const { amendedOrder } = await client.putPrivate('api/v3/order/amend/keepPriority', { symbol, orderId: newOrderResponse.orderId, newQty: '0.01' });
  assert.equal(amendedOrder.qty, '0.01000000');
  await cancel(newOrderResponse.orderId);
});

await check('places and cancels order lists', async () => {
  const now = await price();
  const exits = { aboveType: 'LIMIT_MAKER', abovePrice: away(now, 10), belowType: 'STOP_LOSS_LIMIT', belowStopPrice: away(now, -10), belowPrice: away(now, -11), belowTimeInForce: 'GTC' };
  const oco = await client.submitNewOrderList({ symbol, side: 'SELL', quantity: '0.001', ...exits });
  assert.deepEqual([oco.contingencyType, oco.orderReports.length], ['OCO', 2]);
  const working = { symbol, workingType: 'LIMIT', workingSide: 'BUY', workingTimeInForce: 'GTC', workingPrice: away(now, -10), workingQuantity: '0.001' };
  const oto = await client.submitNewOrderListOTO({ ...working, pendingType: 'MARKET', pendingSide: 'SELL', pendingQuantity: '0.001' });
  assert.deepEqual(oto.orderReports.map((one) => one.status).sort(), ['NEW', 'PENDING_NEW']);
  const otoco = await client.submitNewOrderListOTOCO({
    ...working, pendingSide: 'SELL', pendingQuantity: '0.001', pendingAboveType: 'LIMIT_MAKER', pendingAbovePrice: exits.abovePrice,
    pendingBelowType: 'STOP_LOSS', pendingBelowStopPrice: exits.belowStopPrice,
  });
  assert.equal(otoco.orderReports.length, 3);
  const ids = [oco, oto, otoco].map((one) => one.orderListId).sort();
  assert.deepEqual((await client.getAllOpenOCO()).map((one) => one.orderListId).sort(), ids);
  for (const orderListId of ids) assert.equal((await client.cancelOCO({ symbol, orderListId })).listOrderStatus, 'ALL_DONE');
  assert.equal((await client.getAllOCO()).length, 3);
  assert.equal((await client.getOCO({ orderListId: ids[0] })).listStatusType, 'ALL_DONE');
});

await check('lists orders and trades', async () => {
  const orders = await client.getAllOrders({ symbol });
  assert.ok(orders.length > 20 && orders.every((one) => one.status !== 'NEW'));
  const trades = await client.getAccountTradeList({ symbol });
  same(trades.reduce((total, trade) => total + units(trade.qty), 0n), orders.reduce((total, one) => total + units(one.executedQty), 0n), 'traded');
  assert.equal((await client.getAccountTradeList({ symbol, orderId: trades[0].orderId }))[0].id, trades[0].id);
});

await check('is told what is wrong, with the code of it', async () => {
  const limit = { type: 'LIMIT', timeInForce: 'GTC', price: away(await price(), -1) };
  await refused(() => order({ ...limit, quantity: '100' }), coded(-2010), 'more than there is');
  await refused(() => order({ ...limit, quantity: '0.0000101' }), coded(-1013), 'between lots');
  await refused(() => order({ ...limit, quantity: '0.00001' }), coded(-1013), 'too small');
  await refused(() => order({ type: 'LIMIT', quantity: '1' }), coded(-1102), 'a parameter that is not there');
  await refused(() => order({ type: 'SOON', quantity: '1' }), coded(-1116), 'no such type');
  await refused(() => cancel(999_999_999), coded(-2011), 'a cancel of no order');
  await refused(() => client.getOrder({ symbol, orderId: 999_999_999 }), coded(-2013), 'no such order');
  await refused(() => client.getOrderBook({ symbol: 'NOPEUSDT' }), coded(-1121), 'no such symbol');
  await refused(() => open({ api_secret: wrongSecret }).getAccountInformation({}), coded(-1022), 'a wrong signature');
  await refused(() => open({ api_key: '0'.repeat(64) }).getAccountInformation({}), coded(-2015), 'a key of nobody');
  await refused(() => client.getAccountInformation({ recvWindow: 70_000 }), coded(-1131), 'a window that is too wide');
});

await check('streams the market', async () => {
  const streams = new WebsocketClient(sockets, quiet);
  const { next } = listen(streams);
  await streams.subscribe(['trade', 'aggTrade', 'kline_1m', 'bookTicker', 'miniTicker', 'ticker', 'depth@100ms', 'depth5'].map((topic) => `btcusdt@${topic}`), 'main');
  await streams.subscribe(['!miniTicker@arr'], 'main');
  const trade = await next((event) => event.e === 'trade');
  assert.ok(trade.s === symbol && units(trade.p) > 0n && units(trade.q) > 0n);
  const aggregate = await next((event) => event.e === 'aggTrade');
  assert.ok(aggregate.f <= aggregate.l);
  assert.equal((await next((event) => event.e === 'kline')).k.i, '1m');
  const first = await next((event) => event.e === 'depthUpdate');
  const second = await next((event) => event.e === 'depthUpdate' && event.U > first.u);
  assert.equal(second.U, first.u + 1);
  assert.ok((await next((event) => event.bids)).asks.length > 0);
  assert.ok(units((await next((event) => event.e === 'bookTicker')).b) > 0n);
  assert.equal((await next((event) => event.e === '24hrTicker')).s, symbol);
  assert.ok((await next((event) => Array.isArray(event))).some((one) => one.e === '24hrMiniTicker'));
  streams.closeAll(true);
});

const api = new WebsocketAPIClient(sockets, quiet);

await check('is told of its orders and balances as they happen', async () => {
  const { heard, next } = listen(api.getWSClient());
  await api.subscribeUserDataStream('mainWSAPI');
  const rested = await resting();
  const opened = await next((event) => event.e === 'executionReport' && event.i === rested.orderId);
  assert.deepEqual([opened.x, opened.X, opened.w], ['NEW', 'NEW', true]);
  await cancel(rested.orderId);
  const ended = await next((event) => event.e === 'executionReport' && event.i === rested.orderId && event.x === 'CANCELED');
  assert.equal(ended.C, rested.clientOrderId);
  const bought = await order({ type: 'MARKET', quantity: '0.001' });
  const filled = await next((event) => event.i === bought.orderId && event.X === 'FILLED');
  assert.deepEqual([filled.z, filled.Z, filled.N, filled.w], ['0.00100000', bought.cummulativeQuoteQty, 'BTC', false]);
  await next((event) => event.e === 'outboundAccountPosition' && heard.indexOf(event) > heard.indexOf(filled));
  const position = heard.findLast((event) => event.e === 'outboundAccountPosition');
  same(position.B.find((one) => one.a === 'BTC').f, (await funds()).BTC.free, 'BTC');
});

await check('trades over the WebSocket API', async () => {
  assert.ok(Math.abs((await api.getSpotServerTime()).result.serverTime - Date.now()) < 5_000);
  const limit = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: away(await price(), -10) };
  const { result: placed } = await api.submitNewSpotOrder({ ...limit, timestamp: Date.now(), newOrderRespType: 'RESULT' });
  assert.equal(placed.status, 'NEW');
  const named = { symbol, orderId: placed.orderId };
  assert.equal((await api.getSpotOrderStatus({ ...named, timestamp: Date.now() })).result.price, placed.price);
  assert.deepEqual((await api.getSpotOpenOrders({ symbol, timestamp: Date.now() })).result.map((one) => one.orderId), [placed.orderId]);
  const { result: amended } = await api.amendSpotOrderKeepPriority({ ...named, newQty: '0.005', timestamp: Date.now() });
  assert.equal(amended.amendedOrder.qty, '0.00500000');
  assert.equal((await api.cancelSpotOrder({ ...named, timestamp: Date.now() })).result.status, 'CANCELED');
  const { result: held } = await api.getSpotAccountInformation({ timestamp: Date.now() });
  same(held.balances.find((one) => one.asset === 'USDT').free, (await funds()).USDT.free, 'USDT');
  assert.ok((await api.getSpotMyTrades({ symbol, timestamp: Date.now() })).result.length > 0);
  assert.ok((await api.getSpotOrderBook({ symbol, limit: 5 })).result.bids.length > 0);
  await refused(() => api.cancelSpotOrder({ symbol, orderId: 999_999_999, timestamp: Date.now() }), (failure) => failure.error?.code === -2011, 'a cancel of no order');
});

done();
