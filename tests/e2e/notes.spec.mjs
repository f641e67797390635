// Notes on the spot: a meeting in two minutes, a done thing with its photo, what is typed wrong.
import { expect, test } from './support/test.mjs';
import { photo } from './support/samples.mjs';
import { addBranches } from './support/year.mjs';

test.beforeEach(async ({ app }) => app.begin());

test('a meeting is noted with a few taps and is there after a reload', async ({ app, page }) => {
  await addBranches(app, ['Chi đoàn Thôn Một', 'Chi đoàn Thôn Hai']);
  await app.open('#/ghi');
  await page.getByTestId('note-meeting').click();
  const record = page.getByTestId('record');
  await record.getByLabel('Chi đoàn Thôn Một').check();
  await record.getByText('Trực tuyến').click();
  await record.getByTestId('present').fill('18');
  await record.getByTestId('total').fill('25');
  await record.getByTestId('news').fill('Luật Thanh niên');
  await record.getByTestId('conclusions').fill('Ra quân ngày 26/3');
  await record.getByTestId('for-1.4.1').check();
  await app.saved();
  await page.reload();
  await expect(record.getByTestId('present')).toHaveValue('18');
  await expect(record.getByTestId('conclusions')).toHaveValue('Ra quân ngày 26/3');
  await expect(record.getByTestId('for-1.4.1')).toBeChecked();
  await expect(record.getByTestId('form-online')).toBeChecked();
  await record.getByTestId('finished').click();
  const line = page.getByTestId('line').first();
  await expect(line).toContainText('Chi đoàn Thôn Một');
  await expect(line).toContainText('18/25 có mặt');
  await line.click();
  await expect(record.getByTestId('news')).toHaveValue('Luật Thanh niên');
});

test('more present than members is kept and marked, and the rest goes on', async ({ app, page }) => {
  await app.open('#/ghi');
  await page.getByTestId('note-meeting').click();
  const record = page.getByTestId('record');
  await record.getByTestId('total').fill('25');
  await record.getByTestId('present').fill('31');
  await expect(record.getByTestId('present')).toHaveAttribute('aria-invalid', 'true');
  await expect(record.getByText('Có mặt 31 mà tổng số chỉ 25')).toBeVisible();
  await record.getByTestId('news').fill('Vẫn ghi tiếp');
  await app.saved();
  await page.reload();
  await expect(record.getByTestId('present')).toHaveValue('31');
  await expect(record.getByTestId('news')).toHaveValue('Vẫn ghi tiếp');
  await record.getByTestId('present').fill('hai mươi');
  await expect(record.getByText('“hai mươi” không phải là số')).toBeVisible();
});

test('a photo of a done thing is evidence of what it served', async ({ app, page }) => {
  await app.open('#/ghi');
  await page.getByTestId('note-task').click();
  const record = page.getByTestId('record');
  await record.getByTestId('content').fill('Dọn vệ sinh bờ kè');
  await record.getByTestId('for-2.2.2').check();
  await record.getByTestId('add-photo').setInputFiles(await photo(page, { width: 640, height: 480 }));
  await expect(record.getByTestId('piece').locator('img')).toBeVisible({ timeout: 30_000 });
  await expect(record.getByTestId('piece')).toContainText('Minh chứng cho: 2.2.2');
  await app.saved();
  const item = await app.openItem('2.2.2');
  await expect(item.pieces).toHaveCount(1);
});

test('a photo taken before the item was ticked proves it too', async ({ app, page }) => {
  await app.open('#/ghi');
  await page.getByTestId('note-meeting').click();
  const record = page.getByTestId('record');
  await record.getByTestId('add-photo').setInputFiles(await photo(page, { width: 640, height: 480 }));
  await expect(record.getByTestId('piece')).toContainText('2.3.1', { timeout: 30_000 });
  await record.getByTestId('for-1.4.1').check();
  await expect(record.getByTestId('piece')).toContainText('1.4.1, 2.3.1');
});

test('a note made by mistake is thrown away, and undo brings it back', async ({ app, page }) => {
  await app.open('#/ghi');
  await page.getByTestId('note-visit').click();
  await page.getByTestId('delete-record').click();
  await expect(page.getByTestId('line')).toHaveCount(0);
  await app.toast.getByRole('button').click();
  await expect(page.getByTestId('line')).toHaveCount(1);
});

test('an introduction says plainly that no names are written', async ({ app, page }) => {
  await app.open('#/ghi');
  await page.getByTestId('note-intro').click();
  await expect(page.getByTestId('record')).toContainText('Không ghi họ tên thanh niên');
  await page.getByTestId('count').fill('3');
  await page.getByTestId('admitted').fill('4');
  await expect(page.getByText('4 nhiều hơn tổng số 3')).toBeVisible();
});
