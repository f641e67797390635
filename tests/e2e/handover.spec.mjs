// Handing over: a new secretary takes the unit over with one file, and who did what stays visible.
import { expect, test } from './support/test.mjs';
import { photo } from './support/samples.mjs';
import { addBranches, meet } from './support/year.mjs';

/** What the secretary before did through the year, under her name. */
async function work(app, page) {
  await app.begin('Đoàn xã Quảng Xương', { upper: 'Tỉnh đoàn Thanh Hoá' });
  await app.open('#/gui');
  await page.getByTestId('sender').fill('Nguyễn Thị Lan');
  await addBranches(app, ['Chi đoàn Thôn Một']);
  await app.open('#/ke-hoach');
  await page.getByTestId('add-task').first().click();
  await page.getByTestId('task-content').fill('Làm đường hoa');
  await page.getByTestId('task-item').selectOption('2.2.3');
  await page.getByTestId('task-lead').fill('Anh Bình');
  await page.getByTestId('add-photo').setInputFiles(await photo(page, { width: 640, height: 480 }));
  await expect(page.getByTestId('proof').locator('img')).toBeVisible({ timeout: 30_000 });
  await page.getByTestId('state-done').click();
  await meet(app, 'Chi đoàn Thôn Một', { present: 18 });
  await page.getByTestId('conclusions').fill('Ra quân ngày 26/3');
  await app.open('#/so-lieu/1');
  await page.getByTestId('figure-open').first().click();
  await page.getByTestId('members').first().fill('25');
  await app.open('#/dang-ky');
  await page.locator('summary').first().click();
  await page.getByTestId('officer').fill('Đồng chí Hùng');
  const item = await app.openItem('1.2.1');
  await item.panelSteps.first().click();
  await item.privateNote.fill('Sổ ở tủ số hai.');
  await app.saved();
}

test('one file brings tasks, meetings, figures, registration, photos and who did what', async ({ app, page, device }) => {
  test.slow();
  await work(app, page);
  const history = (at) => at.page.locator('.panel dd').last();
  const before = await history(app).innerText();
  expect(before).toContain('Nguyễn Thị Lan');
  const file = await app.backup();

  const next = await device();
  await next.restore(file);
  const { page: there } = next;
  await next.open('#/ke-hoach');
  await there.getByTestId('task').getByRole('link').click();
  await expect(there.getByTestId('task-content')).toHaveValue('Làm đường hoa');
  await expect(there.getByTestId('task-lead')).toHaveValue('Anh Bình');
  await expect(there.getByTestId('state-done')).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => there.getByTestId('proof').locator('img').evaluate((image) => image.naturalWidth)).toBe(640);
  await expect(there.getByTestId('written')).toContainText('Nguyễn Thị Lan');
  await next.open('#/ghi');
  await there.getByTestId('line').filter({ hasText: 'Chi đoàn Thôn Một' }).click();
  await expect(there.getByTestId('present')).toHaveValue('18');
  await expect(there.getByTestId('conclusions')).toHaveValue('Ra quân ngày 26/3');
  await expect(there.getByTestId('written')).toContainText('Nguyễn Thị Lan');
  await next.open('#/so-lieu/1');
  await expect(there.getByTestId('quarter-total')).toContainText('25');
  await there.getByTestId('figure-open').first().click();
  await expect(there.getByTestId('written')).toContainText('Nguyễn Thị Lan');
  await next.open('#/dang-ky');
  await expect(there.getByTestId('officer')).toHaveValue('Đồng chí Hùng');
  const item = await next.openItem('1.2.1');
  await expect(item.privateNote).toHaveValue('Sổ ở tủ số hai.');
  await expect(history(next)).toHaveText(before);

  // The new secretary goes on under his own name; what was hers stays hers.
  await next.open('#/gui');
  await there.getByTestId('sender').fill('Trần Văn Nam');
  await next.open('#/ke-hoach');
  await there.getByTestId('task').getByRole('link').click();
  await there.getByTestId('task-result').fill('300 mét');
  await next.saved();
  await expect(there.getByTestId('written')).toContainText('Trần Văn Nam');
  await next.openItem('1.2.1');
  await expect(history(next)).toHaveText(before);
});
