// One start of a page: when it paints, when it answers, what came over the line until then.

import { forPage } from './subjects.mjs';
import { installProbe } from './probe.mjs';

const LIMIT_MS = 60_000;

export async function measureStart(page, link, subject) {
  await page.addInitScript(installProbe, forPage(subject));
  link.forget();
  await page.goto(link.origin + subject.path, { waitUntil: 'commit', timeout: LIMIT_MS });
  await waitUntilUsable(page, subject);
  const { reacted, all, firstPaint, origin } = await page.evaluate(() => ({
    reacted: window.__bench.usable,
    all: window.__bench.whole,
    firstPaint: window.__bench.firstPaint(),
    origin: performance.timeOrigin,
  }));
  // Paints are dated when the screen shows them, a little after the page has made them.
  const usable = Math.max(reacted, firstPaint);
  const whole = Math.max(all, usable);
  return {
    firstPaint,
    usable,
    bytes: link.bytesUntil(origin + usable),
    whole,
    wholeBytes: link.bytesUntil(origin + whole),
  };
}

async function waitUntilUsable(page, subject) {
  // Asked for seldom: the phone's slow processor must not spend its time on our questions.
  const isUsable = () => window.__bench?.whole != null && window.__bench.firstPaint() !== null;
  await page
    .waitForFunction(isUsable, undefined, { polling: 250, timeout: LIMIT_MS })
    .catch(async (cause) => {
      const seen = await page.evaluate(() => document.body?.innerText.slice(0, 300));
      throw new Error(
        `${subject.name}: no "${subject.control}" reacted within ${LIMIT_MS / 1000} s; it shows: ${seen}`,
        { cause },
      );
    });
}

// The page has what it wants. Asked of the line, because the page does not know what its workers
// still fetch.
export async function settle(page, link) {
  await page.waitForLoadState('load');
  while (link.quietMs() < 1000) await page.waitForTimeout(100);
}
