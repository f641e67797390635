// Everything about one subject, once: a cold start, and where it has them taps, memory and the
// starts of a second visit.

import { newPhone, openPage } from './browser.mjs';
import { measureStart, settle } from './load.mjs';
import { measureMemory } from './memory.mjs';
import { median } from './stats.mjs';
import { measureTaps } from './tap.mjs';
import { measureWarmStarts } from './warm.mjs';

export async function measureOnce(browser, link, subject) {
  const context = await newPhone(browser);
  try {
    const opened = await openPage(context);
    const start = await measureStart(opened, link, subject);
    await settle(opened.page, link);
    opened.failOnErrors();
    const used = subject.group && (await measureUse(opened));
    opened.failOnErrors();
    const warm = subject.warm && (await measureWarmStarts(context, opened.page, link, subject.warm));
    return { ...start, ...used, ...warm };
  } finally {
    await context.close();
  }
}

async function measureUse({ page, cdp }) {
  const taps = await measureTaps(page, cdp);
  const memory = await measureMemory(cdp);
  return { tap: taps.median, tapMax: taps.max, memory: memory.total, memoryParts: memory };
}

// Per column; of the slowest taps the slowest, because a worst case has no median.
export function mediansOf(samples) {
  const middle = (get) => median(samples.map(get));
  const columns = Object.keys(samples[0]).filter((key) => typeof samples[0][key] === 'number');
  const result = Object.fromEntries(columns.map((key) => [key, middle((one) => one[key])]));
  const steps = samples[0].steps.map(({ name }, n) => ({
    name,
    shown: middle(({ steps }) => steps[n].shown),
    bytes: middle(({ steps }) => steps[n].bytes),
  }));
  return { ...result, steps, tapMax: Math.max(...samples.map(({ tapMax }) => tapMax)) };
}
