// The sample's checklist is in the page itself: it can be answered before the app is there.
import { expect, test } from './support/test.mjs';

test('what was answered before the app arrived is kept, saved and can be undone', async ({ app, page }) => {
  let arrive;
  const held = new Promise((resolve) => { arrive = resolve; });
  await page.route(/bcd-[0-9a-f]+\.wasm/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('./#/thu', { waitUntil: 'commit' });
  const early = page.locator('.early');
  await early.locator('label.step', { hasText: '100% chi đoàn' }).first().click();
  // By keyboard as well: they are the browser's own controls.
  await early.getByRole('radio', { name: /Quý nào cũng có/ }).first().focus();
  await page.keyboard.press('Space');
  await expect(early.locator(':checked')).toHaveCount(2);
  arrive();
  await expect(app.total).toHaveText('8/100');
  await app.saved();
  await page.reload();
  await expect(app.total).toHaveText('8/100');
});

test('the list that is painted first says what the app says', async ({ app, page }) => {
  await page.route(/bcd-[0-9a-f]+\.wasm/, () => {});
  await page.goto('./#/thu', { waitUntil: 'commit' });
  const words = (scope) => scope.locator('.item > p:first-child, .step__words, .criterion__title, .group').evaluateAll(
    (all) => all.map((one) => one.textContent.replace(/★|Điều kiện bắt buộc|Bắt buộc/g, '').replace(/\s+/g, ' ').trim()),
  );
  await expect(page.locator('.early .item')).toHaveCount(31);
  const before = await words(page.locator('.early'));
  await page.unrouteAll();
  await page.goto('about:blank');
  await app.open('#/thu');
  await expect(app.items).toHaveCount(31);
  const after = await words(page.locator('.checklist'));
  expect(after.map((text) => text.replace(/^Bắt buộc\s*/, ''))).toEqual(before);
});

test('other addresses do not show it', async ({ page }) => {
  await page.route(/bcd-[0-9a-f]+\.wasm/, () => {});
  await page.goto('./', { waitUntil: 'commit' });
  await expect(page.locator('.shell__bar')).toBeVisible();
  await expect(page.locator('.early')).toBeHidden();
});
