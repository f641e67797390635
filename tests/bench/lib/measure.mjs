// Everything about one subject, once: a cold start, taps, memory and, where it can, an offline start.

import { newPhone, openPage } from './browser.mjs';
import { measureStart, settle } from './load.mjs';
import { measureMemory } from './memory.mjs';
import { measureOfflineStart } from './offline.mjs';
import { median } from './stats.mjs';
import { measureTaps } from './tap.mjs';

export async function measureOnce(browser, link, subject) {
  const context = await newPhone(browser);
  try {
    const { page, cdp, failOnErrors } = await openPage(context);
    const start = await measureStart(page, link, subject);
    await settle(page, link);
    failOnErrors();
    const taps = await measureTaps(page, cdp);
    const memory = await measureMemory(cdp);
    failOnErrors();
    const offline = subject.offline && (await measureOfflineStart(context, page, link, subject));
    return {
      ...start,
      tap: taps.median,
      tapMax: taps.max,
      memory: memory.total,
      memoryParts: memory,
      ...(offline && { offlineFirstPaint: offline.firstPaint, offlineWhole: offline.whole }),
    };
  } finally {
    await context.close();
  }
}

// Per column; of the slowest taps the slowest, because a worst case has no median.
export function mediansOf(samples) {
  const columns = Object.keys(samples[0]).filter((key) => typeof samples[0][key] === 'number');
  const result = Object.fromEntries(columns.map((key) => [key, median(samples.map((s) => s[key]))]));
  return { ...result, tapMax: Math.max(...samples.map((s) => s.tapMax)) };
}
