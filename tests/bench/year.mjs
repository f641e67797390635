// The working year: `node year.mjs [--runs 5]`. Opening a year with 1,000 tasks and 200 meetings (and
// one with 5,000 tasks) beside a year with 10 tasks, and making each document. Ratios of one run only;
// it fails where something is missing, never because it is slow.

import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { manyFields, writeFields } from '../e2e/support/many.mjs';
import { startServer } from '../server.mjs';
import { launch } from './lib/browser.mjs';
import { out, root } from './lib/paths.mjs';
import { median } from './lib/stats.mjs';

const { values: options } = parseArgs({ options: { runs: { type: 'string', default: '5' } } });
const runs = Number(options.runs);
const cycle = new Date().getFullYear();
const row = (cells) => `| ${cells.join(' | ')} |`;
const head = (cells) => [row(cells), row(cells.map(() => '---'))].join('\n');
const ms = (value) => `${value.toFixed(0)} ms`;
const times = (value, base) => `${(value / base).toFixed(2)} ×`;

/** The years that are opened: the first is what the others are compared with. */
const YEARS = [
  { name: '10 tasks, 2 meetings', tasks: 10, meetings: 2 },
  { name: '1,000 tasks, 200 meetings', tasks: 1000, meetings: 200 },
  { name: '5,000 tasks, 200 meetings', tasks: 5000, meetings: 200 },
];

/** Pages, and what shows that they are there with the whole year. */
const PAGES = [
  { name: 'home', address: '#/', shown: '[data-testid=due], [data-testid=unit]' },
  { name: 'plan by quarter', address: '#/ke-hoach', shown: '[data-testid=task]' },
  { name: 'month', address: '#/ke-hoach/thang/3', shown: '[data-testid=month-grid]' },
  { name: 'notes', address: '#/ghi', shown: '[data-testid=line]' },
];

/** A device whose only dossier has this year in it. */
async function deviceWith(browser, url, { tasks, meetings }) {
  const context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByTestId('unit-name').fill('Đoàn xã Quảng Xương');
  await page.getByTestId('begin').click();
  await page.locator('.checklist .item').first().waitFor();
  await page.locator('[data-testid=save][data-state=saved]').first().waitFor({ state: 'attached' });
  await writeFields(page, manyFields({ tasks, meetings, year: cycle }));
  // From the second visit on the browser has everything of the app, as people's browsers do.
  await page.reload();
  await page.evaluate(() => navigator.serviceWorker?.ready);
  return { page, close: () => context.close() };
}

/** From the start of a whole new load until a frame that shows the page was painted. */
async function open(page, url, { address, shown }) {
  await page.goto('about:blank');
  await page.goto(url + address, { waitUntil: 'commit' });
  return page.evaluate(
    (shown) =>
      new Promise((done) => {
        const look = () => {
          if (!document.querySelector(shown)) return requestAnimationFrame(look);
          requestAnimationFrame(() => setTimeout(() => done(performance.now())));
        };
        look();
      }),
    shown,
  );
}

/** Bare reading of the same rows in the same page: what no app can be faster than. */
const bare = (page) =>
  page.evaluate(async () => {
    const settled = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const start = performance.now();
    const db = await settled(indexedDB.open('ba-chu-dong'));
    const rows = await settled(db.transaction('fields').objectStore('fields').getAll());
    const count = rows.filter((row) => JSON.parse(row).n >= 0).length;
    db.close();
    if (count !== rows.length) throw new Error('a row cannot be read');
    return performance.now() - start;
  });

async function measureYears(browser, url) {
  const devices = [];
  for (const year of YEARS) devices.push({ ...year, ...(await deviceWith(browser, url, year)), seen: {}, read: [] });
  // In turn, so that a busy minute of the machine hits all years alike.
  for (let run = 0; run < runs; run++) {
    for (const device of devices) {
      for (const one of PAGES) (device.seen[one.name] ??= []).push(await open(device.page, url, one));
      device.read.push(await bare(device.page));
    }
    console.error(`${run + 1}/${runs} years opened`);
  }
  const base = devices[0];
  console.log(`\nOpening a year, medians of ${runs}: from a new load until it is painted`);
  console.log(head(['year', ...PAGES.map(({ name }) => name), 'bare reading of its rows']));
  for (const { name, seen, read } of devices) {
    const cells = PAGES.map((one) => {
      const [value, small] = [median(seen[one.name]), median(base.seen[one.name])];
      return `${ms(value)} (${times(value, small)})`;
    });
    console.log(row([name, ...cells, ms(median(read))]));
  }
  await Promise.all(devices.map(({ close }) => close()));
}

/** In the page: makes each document in each form, in turn, in one worker. Milliseconds. */
async function makeInPage({ drafts, runs }) {
  const begin = performance.now();
  const worker = new Worker(document.querySelector('meta[name=bcd-worker]').content);
  await new Promise((ready, fail) => {
    worker.onmessage = ready;
    worker.onerror = fail;
  });
  const started = performance.now() - begin;
  let last = 0;
  const make = (draft, output) => new Promise((done, fail) => {
    const start = performance.now();
    worker.onmessage = ({ data: [, json] }) => {
      const made = JSON.parse(json);
      if (!made.Html && !made.File) return fail(new Error(json.slice(0, 200)));
      done(performance.now() - start);
    };
    worker.postMessage([++last, 'papers', JSON.stringify({ draft, output }), []]);
  });
  const seen = {};
  for (let run = 0; run < runs; run++) {
    for (const [name, draft] of Object.entries(drafts)) {
      for (const output of ['html', 'docx', 'xlsx']) ((seen[name] ??= {})[output] ??= []).push(await make(draft, output));
    }
  }
  worker.terminate();
  return { started, seen };
}

async function measureDocuments(browser, url) {
  const folder = join(out, 'papers');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const example = ['run', '-q', '-p', 'bcd-papers', '--example', 'sample_papers', '--', folder];
  execFileSync('cargo', example, { cwd: root, stdio: 'ignore' });
  const drafts = {};
  for (const file of (await readdir(folder)).sort()) {
    if (file.endsWith('.json')) drafts[file.replace('.json', '')] = JSON.parse(await readFile(join(folder, file)));
  }
  await rm(folder, { recursive: true });
  const page = await browser.newPage();
  await page.goto(url);
  const { started, seen } = await page.evaluate(makeInPage, { drafts, runs });
  console.log(`\nMaking each document in the worker, medians of ${runs}; the worker itself started in ${ms(started)}`);
  console.log(head(['document', 'preview (html)', 'docx', 'xlsx']));
  for (const [name, of] of Object.entries(seen)) {
    const html = median(of.html);
    const beside = (value) => `${value.toFixed(1)} ms (${times(value, html)})`;
    console.log(row([name, `${html.toFixed(1)} ms`, beside(median(of.docx)), beside(median(of.xlsx))]));
  }
  await page.close();
}

const load = loadavg()[0];
const server = await startServer({ dir: join(root, 'dist') });
const browser = await launch();
try {
  console.log(`Chromium ${browser.version()}, ${cpus().length} processors, load before the run ${load.toFixed(1)}; no slowdown.`);
  await measureYears(browser, server.url);
  await measureDocuments(browser, server.url);
} finally {
  await browser.close();
  await server.close();
}
