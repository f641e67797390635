// Assessing oneself: one tap an item, and the score follows.
import { expect, test } from './support/test.mjs';

test('the checklist has 31 items, 4 of them gates', async ({ app }) => {
  await app.begin();
  await expect(app.items).toHaveCount(31);
  await expect(app.total).toHaveText('0/100');
  await expect(app.gates).toHaveText('★ 0/4');
});

test('one tap answers; total, gates and what stands in the way follow', async ({ app }) => {
  await app.begin();
  const before = await app.ways.textContent();
  await app.item('1.2.1').step('4').click();
  await expect(app.total).toHaveText('4/100');
  await expect(app.gates).toHaveText('★ 1/4');
  await expect(app.ways).not.toHaveText(before);
  await expect(app.item('1.2.1').state).toHaveText('△ Thiếu minh chứng');
  await app.saved();
});

test('another tap changes the answer', async ({ app }) => {
  await app.begin();
  const item = app.item('1.1.1');
  await item.step('4').click();
  await item.step('2').click();
  await expect(app.total).toHaveText('2/100');
  await expect(item.chosen).toHaveAttribute('data-step', '2');
});

test('a tap draws nothing anew but what it changes', async ({ app, page }) => {
  await app.begin();
  await app.item('1.1.1').step('4').click();
  await app.saved();
  // Steps that are drawn anew take most of the time that a tap takes on a slow phone.
  await page.evaluate(() => {
    globalThis.changed = [];
    const name = ({ target, attributeName }) => `${target.closest('[id^="r1"]')?.id ?? target.tagName} ${attributeName}`;
    const watch = new MutationObserver((all) => globalThis.changed.push(...all.map(name)));
    watch.observe(document.querySelector('.checklist'), { attributes: true, subtree: true });
  });
  await app.item('1.1.1').step('2').click();
  await expect(app.item('1.1.1').chosen).toHaveAttribute('data-step', '2');
  await app.saved();
  const changed = await page.evaluate(() => globalThis.changed.sort());
  expect(changed).toEqual(['2', '4'].flatMap((step) => [`r1.1.1-${step} aria-checked`, `r1.1.1-${step} tabindex`]));
});

test('a gate below its top step stands in the way by name', async ({ app, page }) => {
  await app.begin();
  await app.item('2.1.1').step('0').click();
  await app.ways.click();
  await expect(page.locator('#ways')).toContainText('★ 2.1.1 chưa đạt');
  await page.locator('#ways').getByRole('link', { name: '1.2.1' }).click();
  await expect(app.item('1.2.1').panel).toBeVisible();
});

test('all best answers make the unit ready', async ({ app }) => {
  test.slow();
  await app.begin();
  for (const radios of await app.page.getByRole('radiogroup').all()) {
    await radios.getByRole('radio').first().click();
  }
  await expect(app.total).toHaveText('100/100');
  await expect(app.gates).toHaveText('★ 4/4');
  await expect(app.ways).toHaveText('✓ Đủ điều kiện');
  await app.saved();
});

test('in pass mode an item is met or not', async ({ app }) => {
  await app.begin('Chi đoàn 1', { mode: 'pass' });
  const item = app.item('1.2.1');
  await expect(item.steps).toHaveCount(2);
  await item.step('met').click();
  await expect(app.gates).toHaveText('★ 1/4');
  await item.step('unmet').click();
  await expect(app.gates).toHaveText('★ 0/4');
});

test('what does not apply needs a reason', async ({ app, page }) => {
  await app.begin();
  const item = await app.openItem('2.4.2');
  await item.na.check();
  await expect(item.panel.getByText('Hãy ghi lý do')).toBeVisible();
  await app.ways.click();
  await expect(page.locator('#ways')).toContainText('2.4.2 ghi “không áp dụng”');
  await item.naReason.fill('Không có chi đoàn yếu.');
  await expect(item.panel.getByText('Hãy ghi lý do')).toBeHidden();
  await expect(app.total).toHaveText('0/98');
  await item.close.click();
  await expect(item.line).toContainText('Không có chi đoàn yếu.');
});

test('an item marked as not applying can be answered again', async ({ app }) => {
  await app.begin();
  const item = await app.openItem('2.4.2');
  await item.na.check();
  await item.close.click();
  await item.line.getByRole('button', { name: 'Chấm lại' }).click();
  await expect(item.steps.first()).toBeVisible();
});

test('notes are there again after a reload', async ({ app, page }) => {
  await app.begin();
  let item = await app.openItem('1.1.1');
  await item.note.fill('Đã gửi cấp uỷ bốn bản.');
  await item.privateNote.fill('Hỏi lại bí thư.');
  await app.saved();
  await page.reload();
  item = app.item('1.1.1');
  await expect(item.note).toHaveValue('Đã gửi cấp uỷ bốn bản.');
  await expect(item.privateNote).toHaveValue('Hỏi lại bí thư.');
});

test('undo takes one run of typing back, redo brings it again', async ({ app }) => {
  await app.begin();
  const item = await app.openItem('1.1.1');
  await item.note.pressSequentially('Bốn bản');
  await item.privateNote.focus();
  await app.undo.click();
  await expect(item.note).toHaveValue('');
  await expect(app.undo).toBeDisabled();
  await app.redo.click();
  await expect(item.note).toHaveValue('Bốn bản');
});

test('undo and redo of an answer change the score', async ({ app }) => {
  await app.begin();
  await app.item('1.2.1').step('4').click();
  await app.undo.click();
  await expect(app.total).toHaveText('0/100');
  await app.redo.click();
  await expect(app.total).toHaveText('4/100');
});

test('an answer can be taken away, with a way back', async ({ app }) => {
  await app.begin();
  await app.item('1.2.1').step('4').click();
  const item = await app.openItem('1.2.1');
  await item.panel.getByTestId('clear').click();
  await expect(app.total).toHaveText('0/100');
  await app.toast.getByRole('button', { name: 'Hoàn tác' }).click();
  await expect(app.total).toHaveText('4/100');
});

test('filters show what is open, what lacks evidence, what is a gate', async ({ app, page }) => {
  await app.begin();
  const chip = (name) => page.getByRole('button', { name });
  await app.item('1.2.1').step('4').click();
  await chip('Chưa chấm').click();
  await expect(app.items).toHaveCount(30);
  await chip('Thiếu minh chứng').click();
  await expect(app.items).toHaveCount(1);
  await chip('★ Bắt buộc').click();
  await expect(app.items).toHaveCount(4);
  await chip('Tất cả').click();
  await expect(app.items).toHaveCount(31);
});

test('an item just answered does not jump out of the filtered list', async ({ app, page }) => {
  await app.begin();
  await page.getByRole('button', { name: 'Chưa chấm' }).click();
  await app.item('1.1.1').step('4').click();
  await expect(app.total).toHaveText('4/100');
  await expect(app.items).toHaveCount(31);
});
