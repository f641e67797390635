// The tests' static server, with everything compressed before anything is measured: brotli at its
// best takes longer than the page, and a real host does it beforehand.

import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { startServer } from '../../server.mjs';

/** Serves a directory; `packed` has the bytes of each file as they travel. */
export async function serve(dir) {
  const { url, close } = await startServer({ dir, brotli: true });
  const packed = new Map();
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = relative(dir, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/');
    const answer = await fetch(url + path, { headers: { 'accept-encoding': 'br' } });
    packed.set(path, Number(answer.headers.get('content-length')));
    await answer.arrayBuffer();
  }
  return { url, port: Number(new URL(url).port), packed, close };
}
