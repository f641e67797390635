// Taking in thousands of files: `node intake.mjs [--count 1900] [--few 500] [--runs 1] [--from DIR]`.
// The whole way in a real browser, on the page that receives: read, check, score, store, list. Beside it,
// in the same browser and run, its floor: bare `JSON.parse` of the same bytes, plus writing the same bytes
// to IndexedDB in transactions of 100. Ratios of one run; nothing fails because it is slow.
//
// `--from`: a folder of submission files, at any depth; without it they are made
// (`make_province`, a year of units that all send once). `--count 0`: all that are there.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startServer } from '../server.mjs';
import { launch } from './lib/browser.mjs';
import { measureDesk } from './lib/desk.mjs';
import { out, root } from './lib/paths.mjs';
import { median, sum } from './lib/stats.mjs';

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '1900' },
    few: { type: 'string', default: '500' },
    runs: { type: 'string', default: '1' },
    from: { type: 'string' },
  },
});
const [few, runs] = [Number(options.few), Number(options.runs)];
const LIMIT_MS = 3_600_000;

async function make(count) {
  const folder = join(out, 'intake');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const example = ['run', '--release', '-q', '-p', 'bcd-core', '--example', 'make_province', '--', folder];
  const year = ['--units', String(count), '--years', '1', '--numbers', '1', '--steady', '--flat'];
  execFileSync('cargo', [...example, ...year], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  return folder;
}

async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((it) => it.isFile() && /\.(json|zip)$/.test(it.name));
  return paths.map((it) => join(it.parentPath ?? it.path, it.name)).sort();
}

/** In the page: reads picked files 100 at a time, and times parsing and writing them. Milliseconds. */
const floorInPage = async () => {
  const input = document.querySelector('#floor');
  await new Promise((done) => {
    const open = indexedDB.open('bench-floor', 1);
    open.onupgradeneeded = () => open.result.createObjectStore('files');
    open.onsuccess = () => done((window.floorDb = open.result));
  });
  const decoder = new TextDecoder();
  const times = { read: 0, parse: 0, write: 0, bytes: 0 };
  let clock = performance.now();
  const lap = (name) => {
    const now = performance.now();
    times[name] += now - clock;
    clock = now;
  };
  for (let at = 0; at < input.files.length; at += 100) {
    clock = performance.now();
    const files = [...input.files].slice(at, at + 100);
    const bytes = await Promise.all(files.map((file) => file.arrayBuffer()));
    lap('read');
    for (const one of bytes) {
      times.bytes += one.byteLength;
      // A ZIP has no bare reading; its bytes are only written.
      if (new Uint8Array(one, 0, 1)[0] !== 0x50 && !JSON.parse(decoder.decode(one)).digest) throw new Error('no digest');
    }
    lap('parse');
    await new Promise((done, fail) => {
      const tx = window.floorDb.transaction(['files'], 'readwrite', { durability: 'strict' });
      bytes.forEach((one, index) => tx.objectStore('files').put(new Uint8Array(one), `${at + index}`));
      tx.oncomplete = done;
      tx.onabort = () => fail(tx.error);
    });
    lap('write');
  }
  return times;
};

/** In the page: from the picking to the frame that shows all files; long tasks, frames and elements on the way. */
const intakeInPage = (count) =>
  new Promise((done) => {
    const tasks = [];
    new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => tasks.push(duration))).observe({ type: 'longtask' });
    let [nodes, worst, last] = [0, 0, performance.now()];
    const shown = () => Number(document.querySelector('[data-testid=results]')?.textContent.match(/\d+/)?.[0] ?? 0);
    const watch = (start) => {
      const now = performance.now();
      worst = Math.max(worst, now - last);
      last = now;
      nodes = Math.max(nodes, document.getElementsByTagName('*').length);
      if (document.querySelector('.intake') || shown() === 0) return requestAnimationFrame(() => watch(start));
      const text = document.querySelector('[data-testid=results]').textContent;
      setTimeout(() => done({ ms: performance.now() - start, text, nodes, frame: worst, tasks, count }));
    };
    addEventListener('change', () => {
      last = performance.now();
      watch(last);
    }, { capture: true, once: true });
  });

const context = (browser) => browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' });

async function measureFloor(browser, url, paths) {
  const held = await context(browser);
  try {
    const page = await held.newPage();
    page.setDefaultTimeout(LIMIT_MS);
    // A page of the same host that loads nothing of the app.
    await page.route('**/bench-floor.html', (route) => route.fulfill({ contentType: 'text/html', body: '<input id=floor type=file multiple>' }));
    await page.goto(`${url}bench-floor.html`);
    await page.locator('#floor').setInputFiles(paths);
    return await page.evaluate(floorInPage);
  } finally {
    await held.close();
  }
}

async function measureIntake(browser, url, paths) {
  const held = await context(browser);
  try {
    const page = await held.newPage();
    page.setDefaultTimeout(LIMIT_MS);
    const cdp = await held.newCDPSession(page);
    await page.goto(`${url}#/nhan`);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
    // The engine's worker starts with the first file, and is no part of what a file costs.
    await page.getByTestId('pick').setInputFiles(paths.slice(0, 1));
    await page.getByTestId('results-close').click();
    const memory = { heap: 0 };
    const poll = setInterval(async () => {
      const { usedSize, totalSize } = await cdp.send('Runtime.getHeapUsage').catch(() => ({ usedSize: 0, totalSize: 0 }));
      memory.heap = Math.max(memory.heap, usedSize, totalSize);
    }, 500);
    const taken = page.evaluate(intakeInPage, paths.length);
    // The listener must be there before the files are.
    await page.evaluate(() => 0);
    await page.getByTestId('pick').setInputFiles(paths);
    const measured = await taken;
    clearInterval(poll);
    const stored = await page.evaluate(() => navigator.storage.estimate().then(({ usage }) => usage));
    const again = page.evaluate(intakeInPage, paths.length);
    await page.getByTestId('results-close').click();
    await page.evaluate(() => 0);
    await page.getByTestId('pick').setInputFiles(paths);
    const repeated = (await again).ms;
    return { ...measured, heap: memory.heap, stored, again: repeated, desk: await measureDesk(page, paths.length) };
  } finally {
    await held.close();
  }
}

const folder = options.from ? resolve(options.from) : await make(Math.max(Number(options.count), few));
const all = await filesIn(folder);
const paths = Number(options.count) > 0 ? all.slice(0, Number(options.count)) : all;
if (!existsSync(join(root, 'dist', 'index.html'))) throw new Error('nothing to serve: run `cargo xtask build` first');
if (paths.length < few) throw new Error(`${paths.length} files in ${folder}, fewer than ${few}`);
const bytes = sum((await Promise.all(paths.map((path) => stat(path)))).map(({ size }) => size));
const server = await startServer({ dir: join(root, 'dist') });
const browser = await launch();
try {
  const samples = [];
  for (let run = 0; run < runs; run++) {
    // In turn, so that a busy minute of the machine hits all alike.
    const floor = await measureFloor(browser, server.url, paths);
    const small = await measureIntake(browser, server.url, paths.slice(0, few));
    const large = await measureIntake(browser, server.url, paths);
    samples.push({ floor, small, large });
    console.error(`${run + 1}/${runs}: ${large.text}`);
  }
  const of = (pick) => median(samples.map(pick));
  const each = (ms, n) => `${(ms / n).toFixed(2)} ms a file`;
  const floor = of(({ floor }) => floor.parse + floor.write);
  const [large, small] = [of(({ large }) => large.ms), of(({ small }) => small.ms)];
  const tasks = samples.flatMap(({ large }) => large.tasks);
  console.log(`\nTaking in ${paths.length} files of ${Math.round(bytes / paths.length)} bytes, medians of ${runs}, Chromium ${browser.version()}`);
  console.log(`floor: JSON.parse ${of(({ floor }) => floor.parse).toFixed(0)} ms + IndexedDB ${of(({ floor }) => floor.write).toFixed(0)} ms = ${each(floor, paths.length)} (reading the files: ${of(({ floor }) => floor.read).toFixed(0)} ms)`);
  console.log(`whole intake: ${(large / 1000).toFixed(1)} s, ${each(large, paths.length)}; ${(large / floor).toFixed(2)} × the floor (aim 2.5)`);
  console.log(`a file at ${paths.length} beside one at ${few}: ${(large / paths.length / (small / few)).toFixed(2)} × (aim 1.2)`);
  console.log(`the same files again: ${each(of(({ large }) => large.again), paths.length)}`);
  console.log(`long tasks (over 50 ms, aim none): ${tasks.length}, longest ${Math.max(0, ...tasks).toFixed(0)} ms; longest time between two frames ${of(({ large }) => large.frame).toFixed(0)} ms`);
  console.log(`elements in the page at most: ${of(({ large }) => large.nodes)} (with ${few} files ${of(({ small }) => small.nodes)})`);
  const desk = (pick) => of(({ large }) => pick(large.desk)).toFixed(0);
  console.log(`the table of all units, tap to first rows: ${desk(({ first }) => first.ms)} ms with its part of the program, ${desk(({ again }) => again.ms)} ms again (aim 200)`);
  console.log(`sorted: ${desk(({ sort }) => sort.ms)} ms, filtered: ${desk(({ filter }) => filter.ms)} ms, longest task ${desk(({ sort, filter }) => Math.max(sort.longest, filter.longest))} ms; longest frame of 60 steps of scrolling ${desk(({ scroll }) => scroll.worst)} ms; ${desk(({ nodes }) => nodes)} elements (with ${few} units ${of(({ small }) => small.desk.nodes)})`);
  console.log(`JavaScript heap at most ${(of(({ large }) => large.heap) / 1e6).toFixed(0)} MB; stored ${Math.round(of(({ large }) => large.stored) / paths.length)} bytes a file`);
} finally {
  await browser.close();
  await server.close();
  if (!options.from) await rm(folder, { recursive: true, force: true });
}
