// A roll-up on a real shared drive: the commune hands it up, the province counts it.
import { submissions } from './support/samples.mjs';
import { all, connect, expect, inStep, test } from './support/shared.mjs';

async function speakFor(upper, name) {
  await upper.open('#/tong-hop');
  await upper.page.getByTestId('office-ask').getByTestId('office-name').fill(name, { timeout: 30_000 });
  await upper.page.getByTestId('office-new').click();
  await expect(upper.page.getByTestId('office')).toContainText(name);
}

test('a roll-up goes up by the drive of the level above, and is counted there', async ({ app, drive, phone }) => {
  test.slow();
  const files = submissions().slice(0, 3);
  await speakFor(app, 'Thành Đoàn Bình Hải');
  await app.receive(files);
  await expect(app.page.getByTestId('results')).toContainText(`nhận ${files.length}`, { timeout: 60_000 });
  await app.open('#/tong-hop');
  await app.page.getByTestId('rollup-make').click();
  await expect(app.page.getByTestId('rollup-made')).toBeVisible({ timeout: 30_000 });
  await connect(app, drive, { roles: ['sends'] });
  await inStep(app);
  const laid = await all(drive.files);
  expect(laid.filter((path) => path.includes('/rollups/'))).toHaveLength(1);

  const province = await phone();
  await speakFor(province, 'Tỉnh Đoàn Thanh Hóa');
  await connect(province, drive, { roles: ['collects'] });
  await inStep(province);
  await province.open('#/tong-hop');
  await expect(province.page.getByTestId('rollup-part')).toHaveCount(1, { timeout: 30_000 });
  // The codes were compared on the phone: from then on it is ticked.
  await expect(province.page.getByTestId('rollup-part')).not.toBeChecked();
  await province.page.getByTestId('rollup-line').click();
  await province.page.getByTestId('code-same').click({ timeout: 30_000 });
  await expect(province.page.getByTestId('sender')).toContainText('✓ Đã xác nhận', { timeout: 30_000 });
  await province.open('#/tong-hop');
  await expect(province.page.getByTestId('rollup-part')).toBeChecked({ timeout: 30_000 });
  await province.page.getByTestId('rollup-make').click();
  await expect(province.page.getByTestId('rollup-made')).toContainText(`${files.length} đơn vị`, { timeout: 30_000 });
});
