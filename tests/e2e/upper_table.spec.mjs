// The table units × items: where the units stand, filtered, in order, handed on as an address.
import { expect, test } from './support/test.mjs';
import { submissions } from './support/samples.mjs';

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

async function receiveAll(app, page) {
  const files = submissions();
  await app.receive(files);
  await expect(page.getByTestId('results')).toContainText(`nhận ${files.length}`, { timeout: 60_000 });
  await app.open('#/don-vi');
  await expect(page.getByTestId('unit-count')).toContainText(`${files.length}/`, { timeout: 60_000 });
  return files.length;
}

test.describe('on a desk', () => {
  test.use({ viewport: DESKTOP });

  test('units stand in a heat map that is walked by keys, filtered and sorted, and its address shows a colleague the same', async ({ app, page }) => {
    test.slow();
    const all = await receiveAll(app, page);
    await page.getByTestId('to-table').click();
    const count = page.getByTestId('table-count');
    await expect(count).toHaveText(`${all}/${all} đơn vị`, { timeout: 30_000 });

    const grid = page.getByRole('grid');
    await expect(grid).toHaveAttribute('aria-rowcount', `${all + 1}`);
    // The items have their texts once the set is read out of a document.
    await expect(page.getByRole('columnheader', { name: /1\.2\.1/ }).getByRole('button')).toHaveAttribute('title', /.+/);
    // Only what is in sight is drawn, and each cell says in words what it shows.
    expect(await grid.locator('tr').count()).toBeLessThan(all + 3);
    const cell = page.locator('[id="o-0-6"]');
    await expect(cell).toHaveAttribute('aria-label', /1\.1\.1: (đạt|chưa|thiếu|không)/);

    await grid.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
    await expect(grid).toHaveAttribute('aria-activedescendant', 'o-2-1');
    await page.keyboard.press('Control+End');
    await expect(page.locator(`[aria-rowindex="${all + 1}"]`)).toBeVisible();
    await page.keyboard.press('Control+Home');
    await expect(page.locator('[aria-rowindex="2"]')).toBeVisible();

    // The order and the filter stand in the address.
    await page.getByRole('columnheader', { name: 'Tổng' }).getByRole('button').click();
    await expect(page.getByRole('columnheader', { name: 'Tổng' })).toHaveAttribute('aria-sort', 'descending');
    await page.getByTestId('search').fill('KIM LOC');
    await expect(count).toHaveText(`3/${all} đơn vị`);
    const [said, address] = [await count.textContent(), page.url()];
    expect(address).toContain('tim=KIM%20LOC');
    expect(address).toContain('xep=-tong');
    await page.reload();
    await expect(count).toHaveText(said, { timeout: 30_000 });
    expect(page.url()).toBe(address);
    await expect(page.getByTestId('search')).toHaveValue('KIM LOC');
    await page.getByTestId('clear').click();
    await expect(count).toHaveText(`${all}/${all} đơn vị`);

    // Enter opens the unit; back is back at the same view.
    await grid.focus();
    await page.keyboard.press('Enter');
    await expect(app.submission).toBeVisible({ timeout: 30_000 });
    await page.goBack();
    await expect(page.getByRole('columnheader', { name: 'Tổng' })).toHaveAttribute('aria-sort', 'descending');
    // A cell leads to where its item is verified.
    await cell.click();
    // Nobody said yet for whom this browser speaks: that is asked first.
    await page.getByTestId('office-ask').getByTestId('office-name').fill('Thành Đoàn Bình Hải', { timeout: 30_000 });
    await page.getByTestId('office-new').click();
    await expect(page.getByTestId('verify')).toBeVisible({ timeout: 30_000 });
    expect(page.url()).toContain('/1.1.1');
  });

  test('every count of items and groups leads to the units behind it', async ({ app, page }) => {
    test.slow();
    const all = await receiveAll(app, page);
    await app.open('#/bang-tong-hop/xem=noi-dung');
    await expect(page.getByTestId('weakest')).toContainText('%', { timeout: 30_000 });
    const first = page.getByTestId('table-item').first().getByTestId('to-units').first();
    const met = Number((await first.textContent()).match(/^(\d+)\//)[1]);
    await first.click();
    await expect(page.getByTestId('table-count')).toHaveText(`${met}/${all} đơn vị`);

    await app.open('#/bang-tong-hop/xem=bieu-do');
    const bar = page.getByTestId('chart-scores').getByTestId('to-units').nth(8);
    const units = Number((await bar.textContent()).match(/^(\d+)/)[1]);
    await bar.click();
    await expect(page.getByTestId('table-count')).toHaveText(`${units}/${all} đơn vị`);
    await page.goBack();
    const picture = await app.download(page.getByTestId('chart-scores').getByTestId('save-picture'));
    expect(picture.name).toMatch(/\.png$/);
    expect(picture.bytes.subarray(1, 4).toString()).toBe('PNG');
  });

  test('each view is saved as CSV as it is shown, with its filter and order', async ({ app, page }) => {
    test.slow();
    const all = await receiveAll(app, page);
    const csv = async (button) => {
      const { name, bytes } = await app.download(button);
      expect(name).toMatch(/\.csv$/);
      const text = bytes.toString('utf8');
      expect(text.startsWith('\uFEFF')).toBe(true);
      return text.slice(1).trim().split('\r\n');
    };
    await app.open('#/bang-tong-hop/tim=KIM%20LOC');
    await expect(page.getByTestId('table-count')).toHaveText(`3/${all} đơn vị`, { timeout: 30_000 });
    const units = await csv(page.getByTestId('hand-out-csv'));
    expect(units).toHaveLength(4);
    expect(units[0]).toMatch(/^Đơn vị,.*,1\.1\.1,/u);
    await app.open('#/bang-tong-hop/xem=noi-dung');
    await expect(page.getByTestId('weakest')).toContainText('%', { timeout: 30_000 });
    const items = await csv(page.getByTestId('hand-out-csv'));
    const weakest = await page.getByTestId('weakest').textContent();
    expect(weakest).toContain(`: ${items[1].split(',')[0]} (`);
    await app.open('#/bang-tong-hop/xem=bieu-do');
    const officers = await csv(page.getByTestId('groups-csv').last());
    expect(officers[0]).toMatch(/^Cán bộ theo dõi,Đơn vị,Đã gửi,Chậm,/u);
    expect(officers[1].startsWith(`(không ghi),${all},`)).toBe(true);
    const scores = await csv(page.getByTestId('chart-scores').getByTestId('save-csv'));
    expect(scores.slice(1).reduce((sum, line) => sum + Number(line.split(',').at(-1)), 0)).toBe(all);
  });

  test('what of an address is not understood is told of, and the rest is shown', async ({ app, page }) => {
    test.slow();
    const all = await receiveAll(app, page);
    await app.open('#/bang-tong-hop/mau=do&xep=-tong');
    await expect(page.getByTestId('unknown')).toContainText('mau=do', { timeout: 30_000 });
    await expect(page.getByTestId('table-count')).toHaveText(`${all}/${all} đơn vị`);
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: PHONE });

  test('the same is asked one unit or one item at a time', async ({ app, page }) => {
    test.slow();
    const all = await receiveAll(app, page);
    await app.open('#/bang-tong-hop');
    await expect(page.getByTestId('table-count')).toHaveText(`${all}/${all} đơn vị`, { timeout: 30_000 });
    await expect(page.getByRole('grid')).toHaveCount(0);
    await expect(page.getByTestId('table-unit').first()).toBeVisible();
    await page.getByTestId('show').filter({ hasText: 'Nội dung' }).click();
    await expect(page.getByTestId('table-item').first()).toBeVisible();
    // Nothing is wider than the screen.
    const [inner, scroll] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
    expect(scroll).toBeLessThanOrEqual(inner);
    await page.getByTestId('show').filter({ hasText: 'Năm trước' }).click();
    await expect(page.getByTestId('no-last-year').or(page.getByTestId('chart-trends'))).toBeVisible();
  });

  test('where nothing came, the page says what to do', async ({ app, page }) => {
    await app.open('#/bang-tong-hop');
    await expect(page.getByText('Chưa nhận bản gửi nào để lập bảng')).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('link', { name: 'Nhận tệp' })).toBeVisible();
  });
});
