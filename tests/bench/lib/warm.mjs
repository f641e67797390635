// The starts of a second visit: the unit and its year are on the device, the app is in the cache of
// its service worker. What every day but the first is like.

import { manyFields, writeFields } from '../../e2e/support/many.mjs';
import { openPage } from './browser.mjs';
import { measureStart, settle } from './load.mjs';

const LIMIT_MS = 120_000;

export async function measureWarmStarts(context, firstPage, link, pages) {
  await waitUntilPrecached(firstPage);
  await writeFields(firstPage, manyFields({ tasks: 10, meetings: 2, year: new Date().getFullYear() }));
  await firstPage.close();
  const seen = {};
  for (const one of pages) {
    const opened = await openPage(context);
    const start = await measureStart(opened, link, one);
    await settle(opened.page, link);
    opened.failOnErrors();
    await opened.page.close();
    Object.assign(seen, { [one.key]: start.usable, [`${one.key}Bytes`]: start.bytes });
  }
  return seen;
}

// Active means that its install, and so the precaching, is over.
async function waitUntilPrecached(page) {
  const state = async () => (await navigator.serviceWorker.getRegistration())?.active?.state;
  const giveUpAt = performance.now() + LIMIT_MS;
  while ((await page.evaluate(state)) !== 'activated') {
    if (performance.now() > giveUpAt) throw new Error('no service worker, so no second visit');
    await page.waitForTimeout(250);
  }
}
