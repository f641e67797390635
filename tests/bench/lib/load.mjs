// One start of a page: when it paints, when it answers, what came over the line until then.

import { lendFinger } from './finger.mjs';
import { installProbe } from './probe.mjs';

const LIMIT_MS = 60_000;

/** Opens the page and does the steps of the subject on it. */
export async function measureStart({ page, cdp }, link, { name, path, steps, group }) {
  await lendFinger(cdp);
  await page.addInitScript(installProbe, { steps, group });
  link.forget();
  await page.goto(link.origin + path, { waitUntil: 'commit', timeout: LIMIT_MS });
  await waitUntilDone(page, name, steps);
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

async function waitUntilDone(page, name, steps) {
  // Asked for seldom: the phone's slow processor must not spend its time on our questions.
  const isDone = () => window.__bench?.done && window.__bench.firstPaint() !== null;
  await page
    .waitForFunction(isDone, undefined, { polling: 250, timeout: LIMIT_MS })
    .catch(async (cause) => {
      const [done, seen] = await page.evaluate(() => [window.__bench.times.length, document.body?.innerText.slice(0, 300)]);
      const { control, shows } = steps[done] ?? {};
      throw new Error(`${name}: step ${done + 1} (${control ?? shows}) did nothing within ${LIMIT_MS / 1000} s; it shows: ${seen}`, { cause });
    });
}

// The page has what it wants. Asked of the line, because the page does not know what its workers
// still fetch.
export async function settle(page, link) {
  await page.waitForLoadState('load');
  while (link.quietMs() < 1000) await page.waitForTimeout(100);
}
