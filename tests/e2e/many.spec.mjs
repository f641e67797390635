// More than anybody plans: 5,001 tasks, one over what the app calls many. Nothing is lost, every page goes on; no time is judged.
import { expect, test } from './support/test.mjs';
import { readDatabase, storedField } from './support/database.mjs';
import { manyFields, writeFields } from './support/many.mjs';
import { addBranches } from './support/year.mjs';

const YEAR = new Date().getFullYear();

test('5,001 tasks and 200 meetings: all there, and every page of them can be used', async ({ app, page }) => {
  test.setTimeout(300_000);
  await app.begin('Đoàn xã Quảng Xương');
  await addBranches(app, ['Chi đoàn Thôn Một']);
  const rows = manyFields({ tasks: 5001, meetings: 200, year: YEAR });
  await writeFields(page, rows);
  // How long it takes is not judged, only that it comes.
  const open = async (address) => {
    await page.goto(`./${address}`);
    await expect(app.heading).toBeVisible({ timeout: 60_000 });
  };
  await page.reload();
  await open('#/ke-hoach');
  await expect(page.getByTestId('plan-sums')).toContainText('/5001 việc', { timeout: 60_000 });
  // Said in plain words, and nothing is taken away.
  await expect(page.getByText('Kế hoạch có 5001 việc')).toBeVisible();
  const first = page.getByTestId('task').first();
  await first.getByTestId('task-state').click();
  await expect(app.save).toHaveAttribute('data-state', 'saved', { timeout: 60_000 });
  await first.getByRole('link').click();
  await page.getByTestId('task-content').fill('Việc đầu tiên, đã sửa');
  await expect(app.save).toHaveAttribute('data-state', 'saved', { timeout: 60_000 });
  for (const [address, shows] of [
    ['#/', 'unit'], ['#/ke-hoach/thang/3', 'month-grid'], ['#/ke-hoach/nam', 'year-grid'],
    ['#/ghi', 'line'], ['#/chi-doan', 'branch-row'], ['#/so-lieu', 'quarter-total'],
  ]) {
    await open(address);
    await expect(page.getByTestId(shows).first(), address).toBeVisible({ timeout: 60_000 });
  }
  await open('#/ke-hoach/lich');
  await page.getByTestId('make-calendar').click();
  await expect(page.getByTestId('calendar-ready')).toBeVisible({ timeout: 60_000 });
  const { bytes } = await app.download();
  expect(bytes.toString().match(/UID:task-[^@]*@/g).length).toBeGreaterThanOrEqual(5001);
  await open('#/van-ban/ke-hoach');
  await expect(page.getByTestId('paper')).toContainText('Việc số 5001', { timeout: 120_000 });
  await page.reload();
  const { fields } = await readDatabase(page);
  expect(Object.keys(fields).length).toBeGreaterThanOrEqual(rows.length);
  expect(await storedField(page, 'task/t-05000/content')).toContain('Việc số 5001');
});
