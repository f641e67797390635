// One start of a page: when it paints, when it answers, what came over the line until then.

import { setTimeout as pause } from 'node:timers/promises';
import { lendFinger } from './finger.mjs';
import { installProbe } from './probe.mjs';

const LIMIT_MS = 60_000;

/** Opens the page and does the steps of the subject on it. */
export async function measureStart({ page, cdp }, link, { name, path, steps, group }) {
  let finish;
  const done = new Promise((resolve) => { finish = resolve; });
  await lendFinger(cdp, finish);
  await page.addInitScript(installProbe, { steps, group });
  link.forget();
  await page.goto(link.origin + path, { waitUntil: 'commit', timeout: LIMIT_MS });
  await waitUntilDone(page, done, name, steps);
  const { times, firstPaint, origin } = await page.evaluate(() => ({
    times: window.__bench.times,
    firstPaint: window.__bench.firstPaint(),
    origin: performance.timeOrigin,
  }));
  // Paints are dated when the screen shows them, a little after the page has made them.
  const shown = times.map((time) => Math.max(time, firstPaint));
  const bytes = shown.map((time) => link.bytesUntil(origin + time));
  return {
    firstPaint,
    usable: shown[0],
    bytes: bytes[0],
    whole: shown.at(-1),
    wholeBytes: bytes.at(-1),
    steps: steps.map(({ name }, n) => ({ name, shown: shown[n], bytes: bytes[n] })),
  };
}

async function waitUntilDone(page, done, name, steps) {
  const late = pause(LIMIT_MS, 'late', { ref: false });
  if ((await Promise.race([done, late])) !== 'late') return;
  const [count, seen] = await page.evaluate(() => [window.__bench.times.length, document.body?.innerText.slice(0, 300)]);
  const { control, shows } = steps[count] ?? {};
  throw new Error(`${name}: step ${count + 1} (${control ?? shows}) did nothing within ${LIMIT_MS / 1000} s; it shows: ${seen}`);
}

// The page has what it wants. Asked of the line, because the page does not know what its workers
// still fetch.
export async function settle(page, link) {
  await page.waitForLoadState('load');
  while (link.quietMs() < 1000) await page.waitForTimeout(100);
}
