// A server in front of a server that does what goes wrong in the world, over real HTTP.
import { createServer, request as ask } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { request as askSafely } from 'node:https';

const TYPES = { html: 'text/html', js: 'text/javascript', wasm: 'application/wasm' };

/**
 * The page under `/`, and the drive under `/o-chung/`.
 *
 * `fault(request)` is asked for every request to the drive and answers what happens to it:
 * nothing (it goes on to the real server), or one of
 * - `{ status, headers, body }`: that answer
 * - `{ cutUpload: bytes }`: so much goes on, then both connections break
 * - `{ cutDownload: bytes }`: so much of the answer comes, then the connection breaks
 * - `{ mute: true }`: no answer at all
 * - `{ slow: milliseconds }`: the answer comes a byte at a time
 * - `{ without: [headers] }`: it goes on without these
 * - `{ lost: true }`: it goes on, but the answer never arrives
 * - `{ rewrite }`: the answer's text goes through this
 * - `{ done }`: it goes on, and this is called when the real server has answered
 */
export async function startFaulty({ site, origin }) {
  const faulty = { fault: () => undefined, requests: [] };
  const target = new URL(origin);
  const forward = target.protocol === 'https:' ? askSafely : ask;

  function pass(request, response, fault) {
    const headers = { ...request.headers };
    for (const name of fault.without ?? []) delete headers[name];
    // As a good proxy does: the real server knows itself by its own host.
    headers.host = target.host;
    headers.destination = headers.destination?.replace(faulty.origin, target.origin);
    if (!headers.destination) delete headers.destination;
    const onward = forward({
      host: target.hostname, port: target.port, method: request.method, path: request.url, headers,
      rejectUnauthorized: false, agent: false,
    });
    onward.on('error', () => request.socket.destroy());
    onward.on('response', (answer) => {
      if (fault.lost) {
        answer.resume();
        answer.on('end', () => request.socket.destroy());
        return;
      }
      fault.done?.();
      if (fault.rewrite) {
        let text = '';
        answer.setEncoding('utf8').on('data', (part) => { text += part; });
        answer.on('end', () => {
          const { 'content-length': _, ...kept } = answer.headers;
          response.writeHead(answer.statusCode, kept);
          response.end(fault.rewrite(text));
        });
        return;
      }
      response.writeHead(answer.statusCode, answer.headers);
      if (fault.cutDownload === undefined && fault.slow === undefined) {
        answer.pipe(response);
        return;
      }
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => {
        const body = Buffer.concat(parts);
        if (fault.slow) {
          drip(response, body, fault.slow);
        } else {
          response.write(body.subarray(0, fault.cutDownload), () => setTimeout(() => request.socket.destroy(), 100));
        }
      });
    });
    if (fault.cutUpload === undefined) {
      request.pipe(onward);
      return;
    }
    let left = fault.cutUpload;
    request.on('data', (part) => {
      if (left <= 0) return;
      onward.write(part.subarray(0, left));
      left -= part.length;
      if (left <= 0) {
        setTimeout(() => {
          onward.destroy();
          request.socket.destroy();
        }, 100);
      }
    });
  }

  function drip(response, body, pause) {
    let at = 0;
    const timer = setInterval(() => {
      if (at >= body.length || response.destroyed) {
        clearInterval(timer);
        response.end();
      } else {
        response.write(body.subarray(at, at += 1));
      }
    }, pause);
  }

  async function page(request, response) {
    const name = new URL(request.url, 'http://x').pathname.slice(1) || 'index.html';
    const body = await readFile(join(site, name)).catch(() => undefined);
    if (!body) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[name.split('.').at(-1)], 'cache-control': 'no-store' }).end(body);
  }

  const server = createServer((request, response) => {
    request.on('error', () => {});
    if (!request.url.startsWith('/o-chung')) {
      page(request, response);
      return;
    }
    const path = decodeURIComponent(request.url);
    const known = { method: request.method, path, headers: request.headers };
    faulty.requests.push(known);
    const fault = faulty.fault(known, faulty.requests.length) ?? {};
    if (fault.mute) return;
    if (fault.status) {
      // Read first: an answer in the middle of a body would be lost with the connection.
      request.resume();
      request.on('end', () => {
        response.writeHead(fault.status, fault.headers).end(fault.body);
      });
      return;
    }
    pass(request, response, fault);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  faulty.origin = `http://127.0.0.1:${server.address().port}`;
  faulty.count = (method) => faulty.requests.filter((request) => request.method === method).length;
  faulty.reset = (fault = () => undefined) => {
    faulty.fault = fault;
    faulty.requests.length = 0;
  };
  faulty.close = () => new Promise((done) => {
    server.close(done);
    server.closeAllConnections();
  });
  return faulty;
}
