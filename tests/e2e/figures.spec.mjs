// Figures of the quarters, "no change", and targets with their chart.
import { expect, test } from './support/test.mjs';
import { addBranches, day } from './support/year.mjs';

test('"no change" copies the quarter before in one tap, and undo takes it back', async ({ app, page }) => {
  await app.begin();
  await addBranches(app, ['Chi đoàn A']);
  await app.open('#/so-lieu/1');
  const row = page.getByTestId('figure-row').filter({ hasText: 'Chi đoàn A' }).first();
  await row.getByTestId('figure-open').click();
  await row.getByTestId('members').fill('25');
  await row.getByTestId('hard').fill('2');
  await app.saved();
  await app.open('#/so-lieu/2');
  await row.getByTestId('no-change').click();
  await expect(row.locator('span[data-testid=confirmed]')).toContainText('✓ Xác nhận');
  await expect(page.getByTestId('quarter-total')).toContainText('✓ Đã xác nhận đủ 1 danh sách');
  await row.getByTestId('figure-open').click();
  await expect(row.getByTestId('members')).toHaveValue('25');
  await expect(row.getByTestId('hard')).toHaveValue('2');
  await expect(row.getByTestId('moved_in')).toHaveValue('0');
  await app.undo.click();
  await expect(row.locator('span[data-testid=confirmed]')).toContainText('○ Chưa xác nhận');
});

test('members that do not follow from who came and went are kept and marked', async ({ app, page }) => {
  await app.begin();
  await app.open('#/so-lieu/1');
  await page.getByTestId('members').fill('25');
  await app.open('#/so-lieu/2');
  for (const [field, figure] of Object.entries({ new: '2', moved_in: '0', moved_out: '1', graduated: '0', members: '30' })) {
    await page.getByTestId(field).fill(figure);
  }
  await expect(page.getByText('tính từ quý trước và số đến, đi thì được 26')).toBeVisible();
  await expect(page.getByTestId('members')).toHaveValue('30');
  await expect(page.getByTestId('figure-faults')).toContainText('△');
});

test('a target counts itself, with its figures beside the chart', async ({ app, page }) => {
  await app.begin();
  await app.open('#/ghi');
  await page.getByTestId('note-intro').click();
  await page.getByTestId('count').fill('3');
  await page.getByTestId('date').fill(day());
  await app.saved();
  await app.open('#/so-lieu');
  await page.getByTestId('add-target').click();
  await page.getByTestId('kind').selectOption('introduced');
  await page.getByTestId('goal').fill('6');
  await page.getByTestId('plan/1').fill('2');
  await page.getByTestId('finished').click();
  const target = page.getByTestId('target');
  await expect(target.getByTestId('reached')).toContainText('3/6');
  await expect(target.getByTestId('reached')).toContainText('50 %');
  await expect(target.getByTestId('actual')).toContainText('3');
  await expect(target.getByRole('table')).toContainText('2');
});
