// What has to travel, in brotli, as `cargo xtask build` counts it (xtask/src/sizes.rs); and whether
// what it calls the first load is really enough for the main job.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newPhone, openPage } from './browser.mjs';
import { measureStart } from './load.mjs';
import { job } from './subjects.mjs';

const LATE = /^(late|shared)-.*\.(wasm|css)$/;

export async function sizesOf(dir, packed) {
  const first = firstLoad(await readFile(join(dir, 'index.html'), 'utf8'));
  const kept = (await readFile(join(dir, 'sw.js'), 'utf8')).matchAll(/^\s+'([^']+)': '[0-9a-f]+',/gm);
  const total = (paths) => [...new Set(paths)].reduce((bytes, path) => bytes + packed.get(path), 0);
  const late = [...packed.keys()].filter((path) => LATE.test(path));
  return {
    first,
    firstLoad: total(first),
    withLazy: total([...first, ...late]),
    precached: total([...kept].map(([, path]) => path)),
  };
}

// The page, its scripts, and what it preloads.
function firstLoad(page) {
  const tags = [...page.matchAll(/<script[^>]* src="\.\/([^"]+)"|<link[^>]* rel="\w*preload" href="\.\/([^"]+)"/g)];
  return ['index.html', ...tags.map(([, script, preload]) => script ?? preload)];
}

/** Does the main job with these files alone: all others never arrive. Fails where they are missed. */
export async function proveEnough(browser, link, first) {
  const context = await newPhone(browser, { serviceWorkers: 'block' });
  try {
    const isFirst = (url) => first.includes(url.pathname.slice(1) || 'index.html');
    await context.route((url) => !isFirst(url), () => {});
    const opened = await openPage(context, { slowdown: 1 });
    await measureStart(opened, link, { name: 'the main job with the first load alone', path: '/', steps: job });
  } finally {
    await context.close();
  }
}
