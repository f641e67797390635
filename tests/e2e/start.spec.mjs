// The first visit.
import { expect, test } from './support/test.mjs';
import { readDatabase } from './support/database.mjs';

test('a cold visit asks for the unit, and two taps later the first item is answered', async ({ app, page }) => {
  await app.open();
  await expect(app.heading).toHaveText('Bắt đầu');
  await page.getByTestId('unit-name').fill('Đoàn phường An Cư');
  await page.getByTestId('begin').click();
  await app.items.first().getByRole('radio').first().click();
  await expect(app.total).toHaveText('4/100');
  await app.saved();
  await app.tab('Trang chủ');
  await expect(page.getByTestId('unit')).toHaveText('Đoàn phường An Cư');
});

test('a unit without a name is asked for it', async ({ app, page }) => {
  await app.open();
  await page.getByTestId('begin').click();
  await expect(page.getByText('Hãy ghi tên đơn vị.')).toBeVisible();
  await expect(page.getByTestId('unit-name')).toBeFocused();
  await page.getByTestId('unit-name').fill('   ');
  await page.getByTestId('begin').click();
  await expect(app.heading).toHaveText('Bắt đầu');
});

test('the address that was asked for opens once the unit is named', async ({ app }) => {
  await app.begin('Đoàn xã Tân Lập', { hash: '#/tu-cham' });
  await expect(app.heading).toHaveText('Tự chấm');
});

test('the sample says that it is one and can be thrown away', async ({ app, page }) => {
  await app.open();
  await page.getByTestId('sample').click();
  await app.items.first().getByRole('radio').first().click();
  await app.saved();
  await app.tab('Trang chủ');
  await expect(page.locator('.unitline')).toContainText('MẪU');
  await app.tab('Thêm');
  const row = page.getByTestId('dossier');
  await expect(row).toContainText('MẪU');
  await row.getByTestId('delete').click();
  await expect(row).toHaveCount(0);
  const { dossiers, fields } = await readDatabase(page);
  expect({ dossiers, fields }).toEqual({ dossiers: {}, fields: {} });
  await app.tab('Trang chủ');
  await expect(app.heading).toHaveText('Bắt đầu');
});

test('the sample is one however often it is opened', async ({ app, page }) => {
  await app.open('#/thu');
  await expect(app.items.first()).toBeVisible();
  await app.saved();
  await page.goto('about:blank');
  await app.open('#/thu');
  await expect(app.items.first()).toBeVisible();
  await app.tab('Thêm');
  await expect(page.getByTestId('dossier')).toHaveCount(1);
});

test('going back from the sample leads to the start', async ({ app, page }) => {
  await app.open();
  await page.getByTestId('sample').click();
  await expect(app.items.first()).toBeVisible();
  await page.goBack();
  await expect(app.heading).toHaveText('Trang chủ');
});

test('a real unit beside the sample is kept apart and deleted only when asked twice', async ({ app, page }) => {
  await app.open('#/thu');
  await app.item('1.2.1').step('4').click();
  await app.begin('Đoàn xã Tân Lập', { hash: '#/bat-dau' });
  await expect(app.total).toHaveText('0/100');
  await app.tab('Thêm');
  const rows = page.getByTestId('dossier');
  await expect(rows).toHaveCount(2);
  const real = rows.filter({ hasText: 'Tân Lập' });
  await real.getByTestId('delete').click();
  await expect(rows).toHaveCount(2);
  await rows.filter({ hasText: 'MẪU' }).getByRole('button', { name: 'Mở' }).click();
  await app.open('#/tu-cham');
  await expect(app.total).toHaveText('4/100');
});

test('an ordinary browser gets no notice about its place', async ({ app, page }) => {
  await app.open();
  await expect(page.getByTestId('place')).toBeHidden();
});

const AGENT = 'Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0 Mobile Safari/537.36';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';

for (const mark of ['Zalo android/12', '[FBAN/FB4A]']) {
  test.describe(`in the browser of a chat app (${mark})`, () => {
    test.use({ userAgent: `${AGENT} ${mark}` });
    test('a person is told to open the real browser', async ({ app, page }) => {
      await app.open();
      await expect(page.getByTestId('place')).toContainText('Mở bằng Chrome');
      await expect(page.getByTestId('place').getByRole('button')).toHaveCount(0);
    });
  });
}

test.describe('in Safari on an iPhone', () => {
  test.use({ userAgent: IPHONE });
  test('a person is told to install the app, once', async ({ app, page }) => {
    await app.open();
    await expect(page.getByTestId('place')).toContainText('Thêm vào MH chính');
    await page.getByTestId('place').getByRole('button', { name: 'Đã hiểu' }).click();
    await expect(page.getByTestId('place')).toBeHidden();
    await page.reload();
    await expect(page.getByTestId('unit-name')).toBeVisible();
    await expect(page.getByTestId('place')).toBeHidden();
  });
});

test('the app speaks English when asked, and remembers it', async ({ app, page }) => {
  await app.begin();
  await app.tab('Thêm');
  await page.getByTestId('language').selectOption('en');
  await expect(app.heading).toHaveText('More');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.reload();
  await expect(app.heading).toHaveText('More');
});

test('the theme follows the choice, and remembers it', async ({ app, page }) => {
  await app.begin();
  await app.tab('Thêm');
  await page.getByTestId('theme').selectOption('dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByTestId('theme').selectOption('system');
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
});
