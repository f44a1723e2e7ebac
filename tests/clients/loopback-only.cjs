// Loaded before a client (node --require): whatever would leave this machine ends the process, whoever catches what it throws.
// Sockets, TLS, fetch and WebSockets all connect through net.Socket; names are looked up through dns; datagrams go through dgram.
'use strict';
const dgram = require('node:dgram');
const dns = require('node:dns');
const fs = require('node:fs');
const net = require('node:net');

const leftExitCode = 70;

function isLoopback(host) {
  const name = String(host).replace(/^\[|\]$/g, '').toLowerCase();
  return name === 'localhost' || name === '::1' || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(name);
}

function require127(host, what) {
  if (isLoopback(host)) return;
  fs.writeSync(2, `NOT LOOPBACK: ${what} ${host}\n`);
  process.exit(leftExitCode);
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function connectToLoopback(...given) {
  const [options] = net._normalizeArgs(Array.isArray(given[0]) ? given[0] : given);
  if (options.path) require127(options.path, 'connection to');
  else require127(options.host ?? 'localhost', 'connection to');
  return connect.apply(this, given);
};

for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
  for (const method of Object.getOwnPropertyNames(owner)) {
    if (!/^(lookup|resolve|reverse)/.test(method) || typeof owner[method] !== 'function') continue;
    const original = owner[method];
    owner[method] = function lookUpLoopback(host, ...rest) {
      require127(host, 'look-up of');
      return original.call(this, host, ...rest);
    };
  }
}

for (const [method, hostAt] of [['send', (given) => given.find((value, at) => at > 0 && typeof value === 'string')], ['connect', (given) => given[1]]]) {
  const original = dgram.Socket.prototype[method];
  dgram.Socket.prototype[method] = function sendToLoopback(...given) {
    const host = hostAt(given);
    if (typeof host === 'string') require127(host, 'datagram to');
    return original.apply(this, given);
  };
}
