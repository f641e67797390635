// Pictures of every page, for the eye and for the README: not a part of a plain test run.
// `npx playwright test screenshots`
import { mkdir } from 'node:fs/promises';
import { expect, test } from './support/test.mjs';
import { submissions } from './support/samples.mjs';
import { DRIVE_STATES, LISTS, SIZES, fill, speak } from './support/states.mjs';

const SHOTS = new URL('../results/shots/', import.meta.url).pathname;
const GUIDE = new URL('../../docs/huong-dan/anh/', import.meta.url).pathname;
const IMAGES = new URL('../../docs/images/', import.meta.url).pathname;

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const lang of ['vi', 'en']) {
    for (const [list, states] of Object.entries(LISTS)) {
      test(`${list}: ${size}, ${lang}`, async ({ app, page }) => {
        test.setTimeout(300_000);
        await mkdir(SHOTS, { recursive: true });
        await page.setViewportSize(viewport);
        await speak(page, lang);
        for (const [name, reach] of states) {
          await reach(app);
          for (const colorScheme of ['light', 'dark']) {
            await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
            await page.screenshot({ path: `${SHOTS}${name}-${size}-${lang}-${colorScheme}.png` });
          }
        }
      });
    }
  }
}

test('for the README: the checklist on a phone', async ({ app, page }) => {
  await mkdir(IMAGES, { recursive: true });
  await page.setViewportSize(SIZES['dien-thoai']);
  await fill(app);
  await app.open('#/tu-cham');
  await expect(app.items.first()).toBeVisible();
  await page.screenshot({ path: `${IMAGES}dien-thoai.png` });
});

test('for the README: the units on a computer', async ({ app, page }) => {
  test.setTimeout(120_000);
  await mkdir(IMAGES, { recursive: true });
  await page.setViewportSize(SIZES['may-tinh']);
  await app.receive(submissions().slice(0, 12));
  await expect(app.results).toHaveCount(12, { timeout: 60_000 });
  await app.tab('Cấp dưới');
  await app.unitRows.nth(2).click();
  await expect(app.submission).toBeVisible();
  await page.screenshot({ path: `${IMAGES}may-tinh.png` });
});

test('for the guide: the pages that it speaks of', async ({ app, page }) => {
  test.setTimeout(120_000);
  await mkdir(GUIDE, { recursive: true });
  await page.setViewportSize(SIZES['dien-thoai']);
  await fill(app);
  await app.open('#/ke-hoach/mau/annual-plan');
  await page.getByTestId('take-rows').click();
  await expect(page.getByTestId('task').first()).toBeVisible();
  await app.open('#/chi-doan');
  await page.getByTestId('add-joint').click();
  await page.getByTestId('partner').fill('Công an xã Quảng Xương');
  await page.getByTestId('content').fill('Tuyên truyền pháp luật cho đoàn viên, thanh niên');
  await page.getByTestId('ours').fill('Cử 15 đoàn viên vào đội xung kích');
  await page.getByTestId('theirs').fill('Tập huấn, hướng dẫn đội xung kích');
  await app.saved();
  const joint = page.url().split('/').at(-1);
  // What was said on the way would cover the pages.
  await page.reload();
  for (const [name, address] of Object.entries({
    'trang-chu': '#/',
    lich: '#/ke-hoach/lich',
    'van-ban-phoi-hop': `#/van-ban/phoi-hop-${joint}`,
    'ghi-nhanh': '#/ghi',
    'ke-hoach': '#/ke-hoach',
    'chi-doan': '#/chi-doan',
    'tu-cham': '#/tu-cham',
    'van-ban': '#/van-ban',
  })) {
    await app.open(address);
    if (name.startsWith('van-ban-')) {
      await expect(page.getByTestId('paper')).toContainText('ĐOÀN TNCS', { timeout: 30_000 });
      await page.getByTestId('paper').scrollIntoViewIfNeeded();
    }
    await page.waitForTimeout(500);
    await page.screenshot({ path: `${GUIDE}${name}.png` });
  }
});

test('for the guide: the shared drive, its settings, colliding changes, packs', async ({ app, page }) => {
  test.setTimeout(120_000);
  await mkdir(GUIDE, { recursive: true });
  await page.setViewportSize(SIZES['dien-thoai']);
  const shown = ['o-chung', 'cai-dat-o', 'trung', 'bo-huong-dan'];
  for (const [name, reach] of DRIVE_STATES) {
    await reach(app);
    await page.waitForTimeout(500);
    if (shown.includes(name)) await page.screenshot({ path: `${GUIDE}${name}.png` });
  }
});

test('for the guide: the desk of an upper level', async ({ app, page }) => {
  test.setTimeout(180_000);
  await mkdir(GUIDE, { recursive: true });
  await page.setViewportSize(SIZES['may-tinh']);
  await app.open('#/don-vi');
  await page.getByTestId('office-ask').getByTestId('office-name').fill('Thành Đoàn Bình Hải');
  await page.getByTestId('office-new').click();
  const files = submissions().slice(0, 12);
  await app.receive(files);
  await expect(page.getByTestId('results')).toContainText(`nhận ${files.length}`, { timeout: 60_000 });
  const shot = async (name, address, there) => {
    await app.open(address);
    await expect(page.getByTestId(there).first()).toBeVisible({ timeout: 30_000 });
    await page.waitForTimeout(500);
    await page.screenshot({ path: `${GUIDE}${name}.png` });
  };
  await shot('cap-duoi', '#/don-vi', 'unit-count');
  await shot('bang-tong-hop', '#/bang-tong-hop', 'table-count');
  await shot('quyet-dinh', '#/quyet-dinh', 'decide-counts');
  await app.open('#/don-vi');
  await app.unitRows.nth(2).click();
  await page.getByTestId('to-verify').click();
  await expect(page.getByTestId('verify')).toBeVisible();
  await page.getByTestId('verify-item').first().click();
  await expect(page.getByTestId('verify-one')).toBeVisible();
  await page.screenshot({ path: `${GUIDE}tham-dinh.png` });
  await app.open('#/tong-hop');
  await page.getByTestId('rollup-make').click();
  await expect(page.getByTestId('rollup-made')).toBeVisible({ timeout: 30_000 });
  await page.getByTestId('rollup-made').getByRole('link').click();
  await expect(page.getByTestId('rollup-checked')).toBeVisible({ timeout: 30_000 });
  await page.screenshot({ path: `${GUIDE}tong-hop.png` });
});
