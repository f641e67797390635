// A commune rolls its units up, the province that, and the centre that: real files between three
// profiles, and from the centre's sum down to the unit.
import { expect, test } from './support/test.mjs';
import { submissions } from './support/samples.mjs';

const FILE = /\.(json|zip)$/u;

async function speakFor(upper, name) {
  await upper.open('#/tong-hop');
  await upper.page.getByTestId('office-ask').getByTestId('office-name').fill(name, { timeout: 30_000 });
  await upper.page.getByTestId('office-new').click();
  await expect(upper.page.getByTestId('office')).toContainText(name);
}

/** Makes a roll-up, of all that came from below if so said; the file that goes further up. */
async function make(upper, { all = false } = {}) {
  await upper.open('#/tong-hop');
  if (all) await upper.page.getByTestId('rollup-tick-all').click({ timeout: 30_000 });
  await upper.page.getByTestId('rollup-make').click();
  await expect(upper.page.getByTestId('rollup-made')).toBeVisible({ timeout: 30_000 });
  const file = await upper.download(upper.page.getByTestId('rollup').getByTestId('download'));
  expect(file.name).toMatch(FILE);
  return { name: file.name, mimeType: 'application/octet-stream', buffer: file.bytes };
}

test('a commune, its province and the centre add up, and one walks down from the sum to the unit', async ({ app, device }) => {
  test.slow();
  const files = submissions().slice(0, 5);
  await speakFor(app, 'Thành Đoàn Bình Hải');
  await app.receive(files);
  await expect(app.page.getByTestId('results')).toContainText(`nhận ${files.length}`, { timeout: 60_000 });
  const ofCommune = await make(app);
  await expect(app.page.getByTestId('rollup-made')).toContainText(`${files.length} đơn vị, ${files.length} đã gửi`);

  const province = await device();
  await speakFor(province, 'Tỉnh Đoàn Thanh Hóa');
  await province.receive(ofCommune);
  await expect(province.results.first()).toContainText('Thành Đoàn Bình Hải', { timeout: 30_000 });
  // Nobody has compared the code of the commune's device: a person ticks it.
  await province.open('#/tong-hop');
  await expect(province.page.getByTestId('rollup-part')).not.toBeChecked({ timeout: 30_000 });
  const ofProvince = await make(province, { all: true });

  const centre = await device();
  await speakFor(centre, 'Trung ương Đoàn');
  await centre.receive(ofProvince);
  await expect(centre.results.first()).toBeVisible({ timeout: 30_000 });
  const { page } = centre;
  // The commune's came along, so that one can walk down to it; it is not counted beside the province's.
  await centre.open('#/tong-hop');
  await expect(page.getByTestId('rollup-part')).toHaveCount(2, { timeout: 30_000 });
  // Nobody confirmed the province's, which counts the commune's: a person says which one counts.
  const ofTheProvince = page.getByRole('listitem').filter({ hasText: 'Tỉnh Đoàn Thanh Hóa, bản số 1' });
  await ofTheProvince.getByTestId('rollup-part').check();
  await expect(page.getByTestId('rollup-part').and(page.locator(':checked'))).toHaveCount(1);
  await expect(page.getByTestId('rollup-within')).toContainText('Tỉnh Đoàn Thanh Hóa');
  await page.getByTestId('rollup-make').click();
  await expect(page.getByTestId('rollup-made')).toContainText(`${files.length} đơn vị`, { timeout: 30_000 });
  await page.getByTestId('rollup-made').getByRole('link').click();
  await expect(page.getByTestId('rollup-checked')).toBeVisible({ timeout: 30_000 });
  await page.getByTestId('rollup-below').click();
  await expect(centre.heading).toHaveText('Tỉnh Đoàn Thanh Hóa');
  await page.getByTestId('rollup-below').click();
  await expect(centre.heading).toHaveText('Thành Đoàn Bình Hải');
  await expect(page.getByRole('rowheader')).toHaveCount(files.length);
  // The centre has no unit's submission; the commune has, and its own sum leads there.
  await expect(page.getByTestId('rollup-unit')).toHaveCount(0);
  await app.page.getByTestId('rollup-made').getByRole('link').click();
  const saved = await app.download(app.page.getByTestId('rollup-csv'));
  expect(saved.bytes.toString('utf8').trim().split('\r\n')).toHaveLength(files.length + 1);
  await app.page.getByTestId('rollup-unit').first().click();
  await expect(app.submission).toBeVisible({ timeout: 30_000 });
  // What came is removed at once, after a word on what counts it; what was made here stays.
  await centre.open('#/tong-hop');
  await expect(page.getByTestId('rollup-tick')).toHaveCount(2, { timeout: 30_000 });
  await expect(page.getByTestId('discard')).toHaveCount(0);
  await page.getByTestId('rollup-tick-came').click();
  await page.getByTestId('discard').click();
  await expect(page.getByText('1 bản trong số này đang được một bản tổng hợp lập ở máy này tính')).toBeVisible();
  await expect(page.getByTestId('rollup-line')).toHaveCount(3);
  await page.getByTestId('discard-sure').click();
  await expect(page.getByTestId('rollup-line')).toHaveCount(1);
  await expect(page.getByTestId('rollup-tick')).toHaveCount(0);
});

test('who counts a unit twice is asked where it counts, and what is chosen holds', async ({ app, device }) => {
  test.slow();
  const [twice, other] = submissions();
  await speakFor(app, 'Thành Đoàn Bình Hải');
  await app.receive([twice]);
  await expect(app.results.first()).toBeVisible({ timeout: 60_000 });
  const ofCommune = await make(app);

  const province = await device();
  const { page } = province;
  await speakFor(province, 'Tỉnh Đoàn Thanh Hóa');
  await province.receive([twice, other]);
  await expect(page.getByTestId('results')).toContainText('nhận 2', { timeout: 60_000 });
  await province.receive(ofCommune);
  await expect(province.results.first()).toBeVisible({ timeout: 30_000 });
  await province.open('#/tong-hop');
  await page.getByTestId('rollup-part').check({ timeout: 30_000 });
  await page.getByTestId('rollup-make').click();
  await expect(page.getByTestId('doubt')).toHaveCount(1, { timeout: 30_000 });
  await page.getByLabel('Tính ở Thành Đoàn Bình Hải').check();
  await page.getByTestId('rollup-make').click();
  await expect(page.getByTestId('rollup-made')).toContainText('2 đơn vị', { timeout: 30_000 });
});
