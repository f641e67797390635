// The comparison: `node run.mjs [--runs 5] [--dir dist] [--only plain,form] [--criteria file] [--no-build]`.
// It never fails on a slow result, only on a page that does not work. README.md says what is measured.

import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildRivals } from './build/all.mjs';
import { aimsTable, judge } from './lib/aims.mjs';
import { launch } from './lib/browser.mjs';
import { openLink } from './lib/link.mjs';
import { measureOnce, mediansOf } from './lib/measure.mjs';
import { criteria, out, root } from './lib/paths.mjs';
import { aims, profile } from './lib/profile.mjs';
import { measureReceiving } from './lib/receiving.mjs';
import { serve } from './lib/serve.mjs';
import { proveEnough, sizesOf } from './lib/sizes.mjs';
import { seenSlowdown } from './lib/slowdown.mjs';
import { isOurs, subjects } from './lib/subjects.mjs';
import { measuredTable, ownTable } from './lib/table.mjs';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    dir: { type: 'string', default: join(root, 'dist') },
    only: { type: 'string', default: subjects.map(({ key }) => key).join(',') },
    criteria: { type: 'string', default: criteria },
    build: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const runs = Number(options.runs);
const wanted = options.only.split(',');

function choose() {
  const chosen = subjects.filter(({ key }) => wanted.includes(key));
  if (chosen.length !== wanted.length) throw new Error(`--only knows ${subjects.map(({ key }) => key)}`);
  if (!(runs >= 1)) throw new Error('--runs needs a number from 1 on');
  return chosen.map((subject) => (isOurs(subject) ? { ...subject, dir: resolve(options.dir) } : subject));
}

function requireBuilt(subject) {
  const { name, dir } = subject;
  if (existsSync(join(dir, 'index.html'))) return;
  const hint = isOurs(subject) ? 'run `cargo xtask build` first' : 'run without --no-build';
  throw new Error(`${name}: nothing to serve in ${dir}: ${hint}`);
}

// One for each directory: compressing takes longer than many a measurement.
const servers = new Map();

async function open(subject) {
  requireBuilt(subject);
  if (!servers.has(subject.dir)) servers.set(subject.dir, serve(subject.dir));
  const server = await servers.get(subject.dir);
  const link = await openLink({ toPort: server.port, ...profile });
  return { subject, server, link, samples: [] };
}

async function measureAll(browser, stations) {
  // In turn, so that a busy minute of the machine hits all pages alike.
  for (let run = 1; run <= runs; run++) {
    for (const { subject, link, samples } of stations) {
      const sample = await measureOnce(browser, link, subject).catch((cause) => {
        throw new Error(`${subject.name}, run ${run}: ${cause.message}`, { cause });
      });
      samples.push(sample);
      console.error(`${run}/${runs} ${subject.name}: usable after ${Math.round(sample.usable)} ms`);
    }
  }
  return stations.map(({ subject, samples }) => ({
    key: subject.key,
    name: subject.name,
    median: mediansOf(samples),
    samples,
  }));
}

const chosen = choose();
// Before the rivals' minutes of building.
chosen.filter(isOurs).forEach(requireBuilt);
const items = options.build ? await buildRivals(options.criteria, wanted) : null;
const stations = await Promise.all(chosen.map(open));
const load = loadavg()[0];
const browser = await launch();
try {
  // Also the warm-up: the browser's own first page is slower than any other.
  const slowdown = await seenSlowdown(browser, stations[0].link.origin, profile.cpuSlowdown);
  const own = stations.find(({ subject }) => isOurs(subject));
  const sizes = own && (await sizesOf(own.subject.dir, own.server.packed));
  if (own) await proveEnough(browser, own.link, sizes.first);
  const results = await measureAll(browser, stations);
  const receiving = own ? await measureReceiving(browser, own.server.url, runs) : [];
  const judgements = judge({ results, sizes, receiving });
  const machine = { browser: browser.version(), cpus: cpus().length, model: cpus()[0]?.model, load };
  const seen = { ...profile, seenSlowdown: slowdown };
  const report = { profile: seen, machine, items, runs, aims, judgements, sizes, results, receiving };
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'results.json'), `${JSON.stringify(report, null, 2)}\n`);
  console.log(
    `Medians of ${runs}, Chromium ${machine.browser}, CPU ÷${profile.cpuSlowdown} ` +
      `(seen: ÷${slowdown.toFixed(1)}), ${profile.downBitsPerSecond / 1e6} Mbit/s down, ` +
      `${profile.latencyMs} ms, cold cache, brotli 11. Only the ratios carry over.\n` +
      `${cpus().length} processors, load before the run ${load.toFixed(1)}: near 0 is a fair machine.\n`,
  );
  console.log(measuredTable(results));
  if (own) console.log(`\n${ownTable(results)}`);
  if (judgements.length) console.log(`\n${aimsTable(judgements)}`);
} finally {
  await browser.close();
  stations.forEach(({ link, server }) => [link, server].forEach((one) => one.close()));
}
