// The branches: who has met, who lags, who helps whom; what a branch hands up.
import { expect, test } from './support/test.mjs';
import { addBranches, meet } from './support/year.mjs';

const payload = ({ name, bytes }) => ({ name, mimeType: 'application/json', buffer: bytes });

test('the list shows which branch has met and which lags', async ({ app, page }) => {
  await page.clock.setFixedTime(new Date('2026-05-20T09:00:00+07:00'));
  await app.begin();
  await addBranches(app, ['Chi đoàn A', 'Chi đoàn B']);
  for (const date of ['2026-04-10', '2026-05-12']) await meet(app, 'Chi đoàn A', { date });
  await app.open('#/chi-doan');
  const [a, b] = [page.getByTestId('branch-row').nth(0), page.getByTestId('branch-row').nth(1)];
  await expect(a).toContainText('✓ Kỳ này đã họp');
  await expect(a).toContainText('Đã họp 2/5 kỳ');
  await expect(a).not.toContainText('△ Chậm');
  await expect(b).toContainText('○ Kỳ này chưa họp');
  await expect(b).toContainText('△ Chậm');
  await expect(page.getByTestId('branch-sum')).toContainText('kỳ này đã họp 1 · chậm 1');
});

test('a branch is added, marked and helped', async ({ app, page }) => {
  await app.begin();
  await app.open('#/chi-doan');
  await page.getByTestId('add-branch').click();
  const record = page.getByTestId('record');
  await record.getByTestId('name').fill('Chi đoàn Trường');
  await record.getByTestId('members').fill('30');
  await record.getByText('Ba tháng một kỳ').first().click();
  await record.getByText('▲ Mạnh').click();
  await record.getByTestId('finished').click();
  const row = page.getByTestId('branch-row');
  await expect(row).toContainText('30 đoàn viên');
  await expect(row).toContainText('▲ Mạnh');
  await page.getByTestId('add-pairing').click();
  await page.getByTestId('strong').selectOption({ label: 'Chi đoàn Trường' });
  await page.getByTestId('weak').selectOption({ label: 'Chi đoàn Trường' });
  await expect(page.getByText('Chi đoàn không thể tự kèm chính mình')).toBeVisible();
  await app.saved();
  await page.reload();
  await expect(page.getByTestId('strong').locator('option:checked')).toHaveText('Chi đoàn Trường');
});

test('what a branch hands up joins the unit without retyping', async ({ app, page, device }) => {
  await app.begin('Chi đoàn Thôn Một');
  await app.open('#/them');
  await page.getByLabel('Loại đơn vị').selectOption('branch');
  await meet(app, '', { present: 12 });
  await app.open('#/so-lieu');
  const members = page.getByTestId('members');
  await members.fill('25');
  await page.getByTestId('hard').fill('2');
  await app.saved();
  const file = await app.freezeAndDownload();

  const upper = await device();
  await upper.begin('Đoàn xã Quảng Xương');
  await upper.receive(payload(file));
  await upper.results.getByRole('link').click();
  await upper.page.getByTestId('take').click();
  await expect(upper.page.getByTestId('take-said')).toContainText('✓ Số liệu của bản này đã có trong sổ', { timeout: 30_000 });
  await upper.open('#/chi-doan');
  await upper.saved();
  const row = upper.page.getByTestId('branch-row');
  await expect(row).toContainText('Chi đoàn Thôn Một');
  await expect(row).toContainText('25 đoàn viên');
  await expect(row).toContainText('Đã họp 1/');
  await upper.open('#/so-lieu');
  await expect(upper.page.getByTestId('quarter-total')).toContainText('25');
  await upper.open('#/chi-doan');
  await row.click();
  await expect(upper.page.getByTestId('handed')).toContainText('Đã lấy bản số 1');
});

test('a file without figures is refused in plain words and changes nothing', async ({ app, page, device }) => {
  await app.begin('Chi đoàn Thôn Hai');
  await app.answer('1.2.1');
  const file = await app.freezeAndDownload();
  const upper = await device();
  await upper.begin('Đoàn xã Quảng Xương');
  await addBranches(upper, ['Chi đoàn Thôn Hai']);
  await upper.receive(payload(file));
  await upper.results.getByRole('link').click();
  await upper.page.getByTestId('take').click();
  await expect(upper.page.getByTestId('take-said')).toContainText('không có số liệu', { timeout: 30_000 });
});
