// The sample upper level: made by a tap, played with, gone by another; and the photos of a visit.
import { expect, test } from './support/test.mjs';
import { photo, submissions } from './support/samples.mjs';

async function make(app) {
  await app.open('#/don-vi');
  await app.page.getByTestId('sample-desk').click();
  // An address alone makes nothing.
  await app.page.getByTestId('sample-make').click({ timeout: 30_000 });
  await expect(app.page.getByTestId('sample-remove')).toBeVisible({ timeout: 120_000 });
}

test('forty units to play with are there once asked for, verified like real ones, and gone by one tap', async ({ app }) => {
  test.slow();
  const { page } = app;
  await make(app);
  await expect(page.getByTestId('office')).toContainText('bản thử');
  await page.getByTestId('to-table').click();
  await expect(page.getByTestId('table-count')).toContainText('40', { timeout: 30_000 });

  // A verdict, as on a real one.
  await app.open('#/don-vi');
  await page.getByTestId('unit-row').filter({ hasText: 'Bản số 1' }).first().click();
  await page.getByTestId('to-verify').click();
  await expect(page.getByTestId('verify')).toBeVisible({ timeout: 30_000 });

  // Nothing of it is rolled up.
  await app.open('#/tong-hop');
  await page.getByTestId('rollup-make').click();
  await expect(page.getByTestId('rollup-failed')).toContainText('bản thử', { timeout: 30_000 });

  await app.open('#/don-vi');
  await page.getByTestId('sample-remove').click();
  await expect(page.getByTestId('sample-desk')).toBeVisible({ timeout: 30_000 });
  await page.reload();
  await expect(page.getByTestId('sample-desk')).toBeVisible({ timeout: 30_000 });
});

test('a visit is noted with its photos, which are shown small and can be taken out', async ({ app }) => {
  test.slow();
  const { page } = app;
  await app.open('#/don-vi');
  await page.getByTestId('office-ask').getByTestId('office-name').fill('Thành Đoàn Bình Hải');
  await page.getByTestId('office-new').click();
  await app.receive([submissions()[0]]);
  await expect(app.results.first()).toBeVisible({ timeout: 60_000 });
  await app.results.first().getByRole('link').first().click();
  await page.getByTestId('to-verify').click();
  await expect(page.getByTestId('verify')).toBeVisible();
  await page.getByText('Kiểm tra thực tế').first().click();
  await page.getByTestId('visit-who').fill('Phạm Văn Nam');
  await page.getByTestId('visit-add').click();
  await expect(page.getByTestId('verify-visits').getByRole('listitem').first()).toContainText('Phạm Văn Nam');
  await page.getByTestId('visit-photo-add').setInputFiles(await photo(page, { width: 640, height: 480 }));
  const shown = page.getByTestId('visit-photo');
  await expect(shown).toHaveCount(1, { timeout: 30_000 });
  await expect(shown.locator('img')).toBeVisible({ timeout: 30_000 });
  await page.getByTestId('visit-photo-add').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<html></html>') });
  await expect(page.getByTestId('visit-photo-fault')).toContainText('a.jpg');
  await page.reload();
  await page.getByText('Kiểm tra thực tế').first().click();
  await expect(shown.locator('img')).toBeVisible({ timeout: 30_000 });
  await page.getByTestId('visit-photo-remove').click();
  await expect(shown).toHaveCount(0);
});
