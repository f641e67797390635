// A static host on the loopback interface, as plain as the cheapest real one: no
// rewrite rules, no headers that the app would need. Unknown paths are 404.
//
//   node server.mjs --dir ../dist --port 8080 [--base /doan/3cd/] [--brotli]
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const compress = promisify(brotliCompress);

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.ico': 'image/x-icon',
};
const COMPRESSIBLE = new Set(['.css', '.html', '.js', '.mjs', '.json', '.svg', '.txt', '.wasm', '.webmanifest']);
/** A name with a content hash, as `cargo xtask finish` writes it. */
const HASHED = /-[0-9a-f]{16}\.[a-z0-9]+$/;

/**
 * Serves a directory.
 *
 * @param {object} options
 * @param {string} options.dir      the directory
 * @param {number} [options.port]   0, the default, takes a free one
 * @param {string} [options.base]   the path in front, with slashes at both ends
 * @param {boolean} [options.brotli]  compress at quality 11, once per content
 * @param {boolean} [options.record]  keep { method, path, status, bytes } of every request
 * @returns {Promise<{ url: string, requests: object[], close: () => Promise<void> }>}
 */
export async function startServer({ dir, port = 0, base = '/', brotli = false, record = false }) {
  if (!base.startsWith('/') || !base.endsWith('/')) throw new Error(`--base ${base} lacks a slash at an end`);
  const root = resolve(dir);
  const requests = [];
  const packed = new Map();

  async function answer(request) {
    if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 405 };
    let path;
    try {
      path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    } catch {
      return { status: 400 };
    }
    // Like every static host: a directory without its slash moves to the one with it.
    if (`${path}/` === base) return { status: 301, headers: { location: base } };
    if (!path.startsWith(base)) return { status: 404 };
    const name = path.slice(base.length);
    const file = resolve(root, name.endsWith('/') || name === '' ? `${name}index.html` : name);
    if (file !== root && !file.startsWith(root + sep)) return { status: 404 };
    let body;
    try {
      body = await readFile(file);
    } catch {
      return { status: 404 };
    }
    const extension = extname(file);
    const headers = {
      'content-type': TYPES[extension] ?? 'application/octet-stream',
      'cache-control': HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache',
      'x-content-type-options': 'nosniff',
    };
    if (brotli && COMPRESSIBLE.has(extension)) {
      headers.vary = 'accept-encoding';
      if (/\bbr\b/.test(request.headers['accept-encoding'] ?? '')) {
        body = await packOnce(file, body);
        headers['content-encoding'] = 'br';
      }
    }
    return { status: 200, headers, body };
  }

  async function packOnce(file, body) {
    const known = packed.get(file);
    if (known?.source.equals(body)) return known.result;
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    };
    const result = await compress(body, { params });
    packed.set(file, { source: body, result });
    return result;
  }

  const server = createServer((request, response) => {
    answer(request).then(({ status, headers = {}, body = Buffer.from(status === 404 ? 'not found\n' : '') }) => {
      response.writeHead(status, { 'content-length': body.length, ...headers });
      response.end(request.method === 'HEAD' ? undefined : body);
      if (record) requests.push({ method: request.method, path: request.url, status, bytes: body.length });
    }).catch((error) => {
      console.error(error);
      response.destroy();
    });
  });
  await new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', done);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    requests,
    close: () => new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    }),
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string', default: '../dist' },
      port: { type: 'string', default: '8080' },
      base: { type: 'string', default: '/' },
      brotli: { type: 'boolean', default: false },
    },
  });
  try {
    const server = await startServer({ ...values, port: Number(values.port) });
    console.log(`${values.dir} on ${server.url}`);
  } catch (error) {
    console.error(`server.mjs: ${error.message}`);
    process.exit(1);
  }
}
