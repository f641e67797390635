// Reading many submissions: `node engine.mjs [--count 2000] [--runs 3]`. The published engine reads,
// checks and scores each in its worker; beside it, bare `JSON.parse` of the same bytes in the same
// page; and the same work natively. Ratios of one run only; nothing fails because it is slow.

import { execFileSync } from 'node:child_process';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startServer } from '../server.mjs';
import { launch } from './lib/browser.mjs';
import { out, root } from './lib/paths.mjs';
import { median } from './lib/stats.mjs';

const { values: options } = parseArgs({
  options: { count: { type: 'string', default: '2000' }, runs: { type: 'string', default: '3' } },
});
const [count, runs] = [Number(options.count), Number(options.runs)];
const example = (name, ...args) => ['run', '--release', '-q', '-p', 'bcd-core', '--example', name, '--', ...args];
const cargo = (args, stdio) => execFileSync('cargo', args, { cwd: root, stdio });

/** All files in one, with where each ends: the line is not what is measured. */
async function pack() {
  const folder = join(out, 'submissions');
  await rm(folder, { recursive: true, force: true });
  const one = ['--flat', '--steady', '--years', '1', '--numbers', '1'];
  cargo(example('make_province', folder, '--units', String(count), ...one), 'ignore');
  const names = (await readdir(join(folder, 'files'))).sort();
  const files = await Promise.all(names.map((name) => readFile(join(folder, 'files', name))));
  await rm(folder, { recursive: true });
  return { bytes: Buffer.concat(files), sizes: files.map((file) => file.length) };
}

/** In the page: reads the files `runs` times each way, in turn. Milliseconds. */
async function readInPage({ address, sizes, runs }) {
  const whole = new Uint8Array(await (await fetch(address)).arrayBuffer());
  const files = [];
  for (let at = 0, i = 0; i < sizes.length; at += sizes[i++]) files.push(whole.subarray(at, at + sizes[i]));
  const worker = new Worker(document.querySelector('meta[name=bcd-worker]').content);
  await new Promise((ready, fail) => {
    worker.onmessage = ready;
    worker.onerror = fail;
  });
  // As many in a request as the app gives the engine at once.
  const batches = [];
  for (let at = 0; at < files.length; at += 32) batches.push(files.slice(at, at + 32));
  const checkAll = () => new Promise((done, fail) => {
    let answered = 0;
    worker.onmessage = ({ data: [, json] }) => {
      if (!JSON.parse(json).Checked?.every(({ found }) => found)) fail(new Error(`a file was refused: ${json.slice(0, 200)}`));
      if (++answered === batches.length) done();
    };
    batches.forEach((some, id) => {
      const request = JSON.stringify({ Check: { files: some.map(() => []) } });
      worker.postMessage([id, 'engine', request, some.map((file) => file.slice())]);
    });
  });
  const parseAll = () => {
    const decoder = new TextDecoder();
    for (const file of files) if (!JSON.parse(decoder.decode(file)).digest) throw new Error('no digest');
  };
  const time = async (work) => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  const times = { read: [], bare: [] };
  for (let run = 0; run < runs; run++) {
    times.read.push(await time(checkAll));
    times.bare.push(await time(parseAll));
  }
  worker.terminate();
  return times;
}

const { bytes, sizes } = await pack();
await writeFile(join(root, 'dist', 'bench-submissions.bin'), bytes);
const server = await startServer({ dir: join(root, 'dist') });
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(server.url);
  const times = await page.evaluate(readInPage, { address: './bench-submissions.bin', sizes, runs });
  const [read, bare] = [median(times.read), median(times.bare)];
  const each = (ms) => `${((ms * 1000) / count).toFixed(0)} µs a file`;
  console.log(`\nReading ${count} submissions of ${Math.round(bytes.length / count)} bytes, medians of ${runs}`);
  console.log(`in the browser's worker: read + check + score ${(read / 1000).toFixed(2)} s (${each(read)})`);
  console.log(`in the page: bare JSON.parse ${(bare / 1000).toFixed(2)} s (${each(bare)}); ratio ${(read / bare).toFixed(2)}`);
} finally {
  await browser.close();
  await server.close();
  await rm(join(root, 'dist', 'bench-submissions.bin'));
}
console.log('\nnatively:');
cargo(example('bench_intake', String(count)), 'inherit');
