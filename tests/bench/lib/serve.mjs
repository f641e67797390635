// The tests' static server, with everything compressed before anything is measured: brotli at its
// best takes longer than the page, and a real host does it beforehand.

import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { startServer } from '../../server.mjs';

export async function serve(dir) {
  const server = await startServer({ dir, brotli: true });
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = relative(dir, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/');
    const answer = await fetch(server.url + path, { headers: { 'accept-encoding': 'br' } });
    await answer.arrayBuffer();
  }
  return { port: Number(new URL(server.url).port), close: server.close };
}
