// The contract of the store, which memory keeps natively, on the browser's own database.
import { startServer } from '../server.mjs';
import { expect, failures, makeSite, test } from './support/drives.mjs';

test('the database of the browser keeps the contract of the store', async ({ page }) => {
  const site = await makeSite('store-contract');
  const server = await startServer({ dir: site.folder });
  try {
    await page.goto(server.url);
    await expect(page).toHaveTitle('ready');
    const checks = JSON.parse(await page.evaluate(() => globalThis.storeContract()));
    expect(failures(checks)).toEqual([]);
    expect(checks.ok.length).toBeGreaterThan(10);
  } finally {
    await server.close();
    await site.remove();
  }
});
