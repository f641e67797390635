// The second start, without a network: what a person in the field has every day.

import { openPage } from './browser.mjs';
import { measureStart } from './load.mjs';

const LIMIT_MS = 60_000;

export async function measureOfflineStart(context, firstPage, link, subject) {
  await waitUntilPrecached(firstPage);
  await firstPage.close();
  // Both ends: the browser believes that it is offline, and the line is really dead.
  await context.setOffline(true);
  link.cut();
  try {
    const { page, failOnErrors } = await openPage(context);
    const { firstPaint, whole } = await measureStart(page, link, subject);
    failOnErrors();
    return { firstPaint, whole };
  } finally {
    link.mend();
  }
}

// Active means that its install, and so the precaching, is over.
async function waitUntilPrecached(page) {
  const state = async () => (await navigator.serviceWorker.getRegistration())?.active?.state;
  const giveUpAt = performance.now() + LIMIT_MS;
  while ((await page.evaluate(state)) !== 'activated') {
    if (performance.now() > giveUpAt) throw new Error('no service worker, so no offline start');
    await page.waitForTimeout(250);
  }
}
