// Two tabs of the same app: neither overwrites the other.
import { App } from './support/app.mjs';
import { expect, test } from './support/test.mjs';
import { readDatabase } from './support/database.mjs';
import { holdNews } from './support/faults.mjs';

/** A second tab beside the first, on the same unit. */
async function secondTab(context) {
  const tab = new App(await context.newPage());
  await tab.open('#/tu-cham');
  await expect(tab.items.first()).toBeVisible();
  return tab;
}

test('different items answered in two tabs are both there', async ({ app, context }) => {
  await app.begin();
  const second = await secondTab(context);
  await app.item('1.1.1').step('4').click();
  await second.item('1.1.2').step('2').click();
  for (const tab of [app, second]) {
    await expect(tab.total).toHaveText('6/100');
    await tab.saved();
  }
  await app.page.reload();
  await expect(app.total).toHaveText('6/100');
});

test('the same item answered in both tabs ends the same in both, and the other answer is kept', async ({ app, context, page }) => {
  await app.begin();
  const second = new App(await context.newPage());
  await second.page.addInitScript(holdNews);
  await second.open('#/tu-cham');
  await app.item('1.1.1').step('4').click();
  await app.saved();
  // The second tab has not heard of it.
  await expect(second.total).toHaveText('0/100');
  await second.item('1.1.1').step('2').click();
  await second.saved();
  await second.page.evaluate(() => window.hearNews());
  for (const tab of [app, second]) {
    await expect(tab.item('1.1.1').chosen).toHaveAttribute('data-step', '2');
    await expect(tab.total).toHaveText('2/100');
  }
  const { lost } = await readDatabase(page);
  const values = Object.values(lost).map((row) => JSON.parse(row).v);
  expect(values).toEqual(['4']);
  await app.page.reload();
  await expect(app.total).toHaveText('2/100');
});

test('answers given in both tabs at the same moment end the same in both', async ({ app, context, page }) => {
  await app.begin();
  const second = await secondTab(context);
  for (const id of ['1.1.1', '1.2.2', '1.2.3']) {
    await Promise.all([app.item(id).step('4').click(), second.item(id).step('2').click()]);
  }
  await app.saved();
  await second.saved();
  await page.reload();
  await expect(app.items.first()).toBeVisible();
  const stored = await app.total.textContent();
  await expect(second.total).toHaveText(stored);
});

test('notes typed in two tabs: the last one stands, the other is kept', async ({ app, context, page }) => {
  await app.begin();
  const second = new App(await context.newPage());
  await second.page.addInitScript(holdNews);
  const there = await second.openItem('1.1.1');
  const here = await app.openItem('1.1.1');
  await here.note.fill('Viết ở thẻ một.');
  await app.saved();
  await there.note.fill('Viết ở thẻ hai.');
  await second.saved();
  await second.page.evaluate(() => window.hearNews());
  // Nothing is replaced under the cursor; whoever leaves the field sees what stands.
  await expect(here.note).toBeFocused();
  await expect(here.note).toHaveValue('Viết ở thẻ một.');
  await here.note.blur();
  await expect(here.note).toHaveValue('Viết ở thẻ hai.');
  await expect(there.note).toHaveValue('Viết ở thẻ hai.');
  const { lost } = await readDatabase(page);
  expect(Object.values(lost).map((row) => JSON.parse(row).v)).toEqual(['Viết ở thẻ một.']);
});

test('a photo added in one tab is seen in the other', async ({ app, context }) => {
  await app.begin();
  const second = await secondTab(context);
  const item = await app.openItem('2.1.1');
  await item.addDocument({ title: 'Kế hoạch năm' });
  await expect(second.item('2.1.1').link).toContainText('1 minh chứng');
});

test('a submission made in one tab is known in the other', async ({ app, context }) => {
  await app.begin();
  await app.answer('1.2.1');
  const second = await secondTab(context);
  await second.open('#/gui');
  await app.freeze();
  await expect(second.page.getByTestId('sent')).toContainText('Bản gửi số 1');
  await expect(second.page.getByTestId('freeze')).toContainText('số 2');
});

test('a unit named in one tab is known in the other', async ({ app, context }) => {
  const second = new App(await context.newPage());
  await second.open('#/them');
  await app.begin('Đoàn xã Tân Lập');
  await expect(second.page.getByTestId('dossier')).toContainText('Đoàn xã Tân Lập');
});
