// The slow line between browser and server: one TCP relay that delays and paces what passes.
//
// Not CDP's Network.emulateNetworkConditions, because that holds per target: a worker or a service
// worker would fetch beside the page on a line of its own, at full speed, and uncounted. Here all
// of them share one line, as on a phone, and every byte that reaches the browser is counted.
// As with CDP, latency is paid once per round trip, and connecting costs nothing (a real host is
// reached over one HTTP/2 connection; the handshake would only flatter whoever is compared to the
// plain page).

import net from 'node:net';

const PIECE = 1460; // what one packet carries: connections take turns packet by packet
const wallClock = () => performance.timeOrigin + performance.now();

export async function openLink({ toPort, latencyMs, downBitsPerSecond }) {
  const bytesPerMs = downBitsPerSecond / 8000;
  const halfWay = latencyMs / 2;
  const connections = new Set();
  let delivered = []; // [wall clock, bytes] of every piece handed to the browser
  let isCut = false;
  let freeAt = 0;
  let timer = null;

  function nextReady(now) {
    for (const connection of connections) {
      const head = connection.waiting[0];
      if (!head || head.readyAt > now) continue;
      // To the back of the set: the others have their turn first.
      connections.delete(connection);
      connections.add(connection);
      return connection;
    }
  }

  function pump() {
    timer = null;
    const now = performance.now();
    while (freeAt <= now) {
      const connection = nextReady(now);
      if (!connection) break;
      const { piece, end } = connection.waiting.shift();
      if (end) {
        connection.browser.end();
        continue;
      }
      connection.browser.write(piece);
      delivered.push([wallClock(), piece.length]);
      freeAt = Math.max(freeAt, now - 5) + piece.length / bytesPerMs;
    }
    const heads = [...connections].map((c) => c.waiting[0]?.readyAt ?? Infinity);
    const wakeAt = Math.max(freeAt, Math.min(...heads, Infinity));
    if (wakeAt < Infinity) timer ??= setTimeout(pump, Math.max(0, wakeAt - performance.now()));
  }

  function relay(browser) {
    if (isCut) return browser.destroy();
    const server = net.connect(toPort, '127.0.0.1');
    const connection = { browser, waiting: [] };
    connections.add(connection);
    const enqueue = (entry) => {
      connection.waiting.push({ ...entry, readyAt: performance.now() + halfWay });
      if (timer) clearTimeout(timer);
      timer = null;
      pump();
    };
    const drop = () => {
      connections.delete(connection);
      browser.destroy();
      server.destroy();
    };
    browser.setNoDelay(true);
    server.setNoDelay(true);
    browser.on('data', (data) => setTimeout(() => server.writable && server.write(data), halfWay));
    server.on('data', (data) => {
      for (let at = 0; at < data.length; at += PIECE) {
        enqueue({ piece: data.subarray(at, at + PIECE) });
      }
    });
    server.on('end', () => enqueue({ end: true }));
    for (const side of [browser, server]) side.on('error', drop);
    browser.on('close', drop);
  }

  const listener = net.createServer(relay);
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const dropAll = () => [...connections].forEach((c) => c.browser.destroy());

  return {
    // The loopback address: there, service workers and brotli are allowed without TLS.
    origin: `http://127.0.0.1:${listener.address().port}`,
    forget: () => (delivered = []),
    quietMs: () => wallClock() - (delivered.at(-1)?.[0] ?? 0),
    bytesUntil: (time) => delivered.reduce((n, [at, bytes]) => (at <= time ? n + bytes : n), 0),
    cut() {
      isCut = true;
      dropAll();
    },
    mend: () => (isCut = false),
    close() {
      clearTimeout(timer);
      dropAll();
      listener.close();
    },
  };
}
