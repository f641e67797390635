// Is the processor really slowed down? Said in every report, because a profile that does not hold
// gives beautiful numbers.

import { newPhone, openPage } from './browser.mjs';
import { median } from './stats.mjs';

const spin = () => {
  const start = performance.now();
  let x = 1;
  for (let n = 0; n < 20_000_000; n++) x = (x * 1103515245 + 12345) | 0;
  return performance.now() - start + (x === 0.5 ? 1 : 0);
};

async function timeOf(browser, origin, slowdown) {
  const context = await newPhone(browser);
  try {
    const { page } = await openPage(context, { slowdown });
    // After a real navigation, as in the measurements: it may change the process.
    await page.goto(origin);
    const times = [];
    for (let n = 0; n < 5; n++) times.push(await page.evaluate(spin));
    return median(times);
  } finally {
    await context.close();
  }
}

export async function seenSlowdown(browser, origin, slowdown) {
  const slow = await timeOf(browser, origin, slowdown);
  return slow / (await timeOf(browser, origin, 1));
}
