// Registering for the next year from this year's dossier.
import { expect, test } from './support/test.mjs';

test('the next year is opened in one go, with how each item stands', async ({ app, page }) => {
  await app.begin('Đoàn xã Quảng Xương');
  const year = Number(await page.evaluate(() => new Date().getFullYear()));
  await app.answer('1.2.1', '2.1.1');
  await app.open('#/dang-ky');
  await expect(page.getByTestId('standings')).toContainText('Đạt 2');
  await page.getByTestId('make-next').click();
  await expect(page.getByTestId('registration')).toContainText(`Đăng ký năm ${year + 1}`);
  await expect(page.getByTestId('1.2.1-met')).toBeChecked();
  await expect(page.getByTestId('1.2.2-unmet')).toBeChecked();
  await expect(page.getByTestId('missing')).toContainText('1.2.2');
  // Measure and road map only where it is hard or unmet.
  const met = page.getByTestId('pledge-1.2.1');
  const unmet = page.getByTestId('pledge-1.2.2');
  await expect(met.getByTestId('measure')).toHaveCount(0);
  await unmet.getByTestId('measure').fill('Phân công từng chi đoàn');
  await unmet.getByTestId('until').fill(`${year + 1}-03-31`);
  await expect(page.getByTestId('missing')).not.toContainText('1.2.2');
  await page.getByTestId('officer').fill('Đồng chí phụ trách xã');
  await page.getByTestId('mark-registered').click();
  await expect(page.getByTestId('registered')).toContainText('✓ Đã đăng ký ngày');
  await app.saved();
  await page.reload();
  await expect(unmet.getByTestId('measure')).toHaveValue('Phân công từng chi đoàn');
  await expect(page.getByTestId('registered')).toBeVisible();
  await app.open('#/');
  await expect(page.getByTestId('unit')).toHaveText('Đoàn xã Quảng Xương');
  await app.open('#/them');
  await expect(page.getByTestId('dossier')).toHaveCount(2);
});

test('from the old year the registration opens again instead of a second one', async ({ app, page }) => {
  await app.begin('Đoàn xã Quảng Xương');
  await app.open('#/dang-ky');
  await page.getByTestId('make-next').click();
  await expect(page.getByTestId('registration')).toBeVisible();
  await app.saved();
  await app.open('#/them');
  await page.getByTestId('dossier').filter({ hasNotText: 'Đang mở' }).getByRole('button', { name: 'Mở', exact: true }).click();
  await app.open('#/dang-ky');
  await page.getByTestId('open-next').click();
  await expect(page.getByTestId('1.2.2-unmet')).toBeChecked();
});

test('a next year that is there takes in what it lacks and keeps what was noted there', async ({ app, page }) => {
  await app.begin('Đoàn xã Quảng Xương');
  const year = Number(await page.evaluate(() => new Date().getFullYear()));
  await app.answer('1.2.1', '2.1.1');
  // Begun by hand, before anything was carried over: one item is said there.
  await app.open('#/bat-dau');
  await page.getByTestId('unit-name').fill('Đoàn xã Quảng Xương');
  await page.getByTestId('cycle').selectOption(`${year + 1}`);
  await page.getByTestId('begin').click();
  await expect(app.items.first()).toBeVisible();
  await app.open('#/dang-ky');
  await page.locator('summary').filter({ hasText: `${year + 1}` }).click();
  await page.getByTestId('pledge-1.2.1').getByText('Khó', { exact: true }).click();
  await page.getByTestId('pledge-1.2.1').getByTestId('measure').fill('Đi từng chi đoàn');
  await page.getByTestId('officer').fill('Đồng chí An');
  await app.saved();
  const openOld = async () => {
    await app.open('#/them');
    await page.getByTestId('dossier').filter({ hasText: `${year}` }).getByRole('button', { name: 'Mở', exact: true }).click();
    await app.open('#/dang-ky');
  };
  await openOld();
  await expect(page.getByTestId('standings')).toContainText('Đạt 2');
  await page.getByTestId('take-next').click();
  await expect(page.getByTestId('registration')).toContainText(`Đăng ký năm ${year + 1}`);
  await expect(app.toast).toContainText('Đã chép tình trạng 30 nội dung');
  await expect(page.getByTestId('1.2.1-hard')).toBeChecked();
  await expect(page.getByTestId('pledge-1.2.1').getByTestId('measure')).toHaveValue('Đi từng chi đoàn');
  await expect(page.getByTestId('officer')).toHaveValue('Đồng chí An');
  await expect(page.getByTestId('2.1.1-met')).toBeChecked();
  await expect(page.getByTestId('1.2.2-unmet')).toBeChecked();
  await app.saved();
  await openOld();
  await page.getByTestId('take-next').click();
  await expect(app.toast).toContainText('không thiếu gì');
  await app.open('#/them');
  await expect(page.getByTestId('dossier')).toHaveCount(2);
});

test('the Party committee confirms by a document, which is evidence of 3.0.1', async ({ app, page }) => {
  await app.begin();
  await app.open('#/dang-ky');
  await page.getByTestId('make-next').click();
  await page.getByTestId('add-document').click();
  const piece = page.getByTestId('piece');
  await piece.getByTestId('title').fill('Ý kiến của Đảng uỷ');
  await expect(piece).toContainText('Minh chứng cho: 3.0.1');
  await expect(page.getByTestId('missing')).not.toContainText('cấp uỷ');
  await app.saved();
  const item = await app.openItem('3.0.1');
  await expect(item.pieces).toHaveCount(1);
});
