// The same work without a mouse or a finger.
import { expect, test } from './support/test.mjs';

/** Presses Tab until the element has the focus. */
async function tabTo(page, target) {
  for (let steps = 0; steps < 60; steps += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target, 'can be reached by Tab').toBeFocused();
}

test('an item is answered, opened and closed by keyboard, and the focus returns', async ({ app, page }) => {
  await app.begin();
  const item = app.item('1.1.1');
  await tabTo(page, item.steps.first());
  await page.keyboard.press('Space');
  await expect(app.total).toHaveText('4/100');
  await page.keyboard.press('ArrowDown');
  await expect(item.step('3')).toBeFocused();
  await expect(app.total).toHaveText('3/100');
  await page.keyboard.press('2');
  await expect(item.step('2')).toBeFocused();
  await expect(app.total).toHaveText('2/100');
  await tabTo(page, item.link);
  await page.keyboard.press('Enter');
  await expect(page.locator('#panel-h')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(item.close).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(item.panel).toBeHidden();
  await expect(item.link).toBeFocused();
});

test('each ladder is one stop of the Tab key', async ({ app, page }) => {
  await app.begin();
  await tabTo(page, app.item('1.1.1').steps.first());
  await page.keyboard.press('Tab');
  await expect(app.item('1.1.1').link).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(app.item('1.1.2').steps.first()).toBeFocused();
});

test('the first stop leads past the tabs to the page', async ({ app, page }) => {
  await app.begin();
  await page.reload();
  await expect(app.items.first()).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Đến nội dung chính' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
});

test('on a phone the focus returns to the item that was closed', async ({ app, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await app.begin();
  const item = app.item('3.3.3');
  await item.link.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#panel-h')).toBeFocused();
  await page.goBack();
  await expect(item.link).toBeFocused();
  await expect(item.link).toBeInViewport();
});
