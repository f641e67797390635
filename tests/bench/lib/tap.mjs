// How long a finger waits for its answer, on a page that has settled.

import { setTimeout as sleep } from 'node:timers/promises';
import { tap } from './finger.mjs';
import { median } from './stats.mjs';

const TAPS = 7;
const LIMIT_MS = 30_000;
const PAUSE_MS = 300; // a person's next tap; also past every double-tap delay

export async function measureTaps(page, cdp) {
  const times = [];
  for (let n = 0; n < TAPS; n++) times.push(await answerTo(page, cdp, n));
  return { median: median(times), max: Math.max(...times) };
}

async function answerTo(page, cdp, n) {
  const targets = await page.evaluateHandle(() => window.__bench.tapTargets());
  if (await targets.evaluate((all) => all.length === 0)) throw new Error('nothing left to tap');
  // A different item each time, where the page has more than one.
  const element = await targets.evaluateHandle((all, at) => all[at % all.length], n);
  const box = await element.evaluate((one) => {
    const area = window.__bench.hitArea(one);
    area.scrollIntoView({ block: 'center', behavior: 'instant' });
    const { x, y, width, height } = area.getBoundingClientRect();
    const point = { x: x + width / 2, y: y + height / 2 };
    const hit = document.elementFromPoint(point.x, point.y);
    return { ...point, isHit: Boolean(hit) && area.contains(hit) };
  });
  if (!box.isHit) throw new Error(`a tap at ${box.x},${box.y} would miss its control`);
  await page.waitForTimeout(PAUSE_MS);
  const answered = element.evaluate((one) => window.__bench.nextTap(one));
  // The listener must be there before the finger is.
  await page.evaluate(() => 0);
  await tap(cdp, box);
  return Promise.race([answered, late()]);
}

async function late() {
  await sleep(LIMIT_MS, undefined, { ref: false });
  throw new Error(`a tap was not answered within ${LIMIT_MS / 1000} s`);
}
