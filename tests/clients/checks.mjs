// What every client's script shares: where the exchange is, checks that print a line each, and exact amounts.
import assert from 'node:assert/strict';
import { generateKeyPairSync, webcrypto } from 'node:crypto';

globalThis.crypto ??= webcrypto; // Node.js 18 has it under this name only; clients sign with it

const patienceMs = 20_000;

/** Where the exchange is and who trades on it, as the test that started it says. */
export const exchange = {
  url: need('QUANTUM_EXCHANGE_URL'),
  key: need('QUANTUM_EXCHANGE_KEY'),
  secret: need('QUANTUM_EXCHANGE_SECRET'),
  get webSocketUrl() { return this.url.replace(/^http/, 'ws'); },
};

/** What somebody who does not know the secret signs with, HMAC or Ed25519 as the account does. */
export const wrongSecret = exchange.secret.includes('PRIVATE KEY')
  ? generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })
  : `${exchange.secret.slice(0, -1)}_`;

let passed = 0;

/** Runs one check and prints a line; the first that fails ends the process with what was expected. */
export async function check(name, run) {
  try {
    await within(run(), name);
    passed += 1;
    console.log(`ok ${passed} ${name}`);
  } catch (failure) {
    console.log(`FAILED ${name}\n${failure?.stack ?? JSON.stringify(failure)}`);
    process.exit(1);
  }
}

/** Ends the script; open sockets of a client do not keep it. */
export function done() {
  console.log(`passed ${passed}`);
  process.exit(0);
}

/** An amount in units of 1e-8, so that amounts compare exactly; takes the text of the wire and a client's numbers. */
export function units(amount) {
  assert.ok(amount !== undefined && amount !== null && amount !== '', 'there must be an amount');
  if (typeof amount === 'number') return BigInt(Math.round(amount * 1e8));
  const [, sign, whole, part = ''] = /^(-?)(\d+)(?:\.(\d{1,8})0*)?$/.exec(amount) ?? assert.fail(`not an amount: ${amount}`);
  const size = BigInt(whole + part.padEnd(8, '0'));
  return sign ? -size : size;
}

/** Requires two amounts to be the same to the last digit. */
export function same(actual, expected, what) {
  const [left, right] = [actual, expected].map((amount) => (typeof amount === 'bigint' ? amount : units(amount)));
  assert.equal(left, right, `${what}: expected ${right} units of 1e-8, was ${left}`);
}

/** Requires a call to fail as the client says such a failure is told; gives the failure. */
export async function refused(run, isExpected, what) {
  let failure;
  try {
    await run();
  } catch (thrown) {
    failure = thrown;
  }
  assert.ok(failure, `${what}: must be refused`);
  assert.ok(isExpected(failure), `${what}: refused in another way: ${failure?.constructor?.name} ${failure?.message ?? JSON.stringify(failure)}`);
  return failure;
}

/** A price so many percent from another, on a tick of a cent, as text. */
export function away(price, percent) {
  return (Math.round(Number(price) * (100 + percent)) / 100).toFixed(2);
}

async function within(promise, name) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name}: nothing within ${patienceMs} ms`)), patienceMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function need(name) {
  const value = process.env[name];
  assert.ok(value, `${name} must be set`);
  return value;
}
