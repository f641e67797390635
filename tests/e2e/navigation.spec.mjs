// Addresses: every page by its own, on any path, and the way back.
import { startServer } from '../server.mjs';
import { expect, test } from './support/test.mjs';
import { fixture } from './support/samples.mjs';

const PAGES = [
  ['#/', 'Trang chủ'],
  ['#/bat-dau', 'Bắt đầu'],
  ['#/tu-cham', 'Tự chấm'],
  ['#/tu-cham/1.2.1', 'Tự chấm'],
  ['#/gui', 'Gửi lên cấp trên'],
  ['#/nhan', 'Nhận tệp'],
  ['#/don-vi', 'Đơn vị cấp dưới'],
  ['#/them', 'Thêm'],
  ['#/khong-co-trang-nay', 'Không có trang này'],
];

test('each page opens by its own address on a path of a shared host', async ({ app, page }) => {
  await app.begin();
  for (const [address, title] of PAGES) {
    await page.goto('about:blank');
    await app.open(address);
    await expect(app.heading, address).toHaveText(title);
  }
});

test('each page opens by its own address at the top of a host', async ({ app, page }) => {
  const server = await startServer({ dir: '../dist' });
  const url = server.url;
  await page.goto(url);
  await page.getByTestId('unit-name').fill('Đoàn xã Tân Lập');
  await page.getByTestId('begin').click();
  await app.saved();
  for (const [address, title] of PAGES) {
    await page.goto('about:blank');
    await page.goto(url + address);
    await expect(app.heading, address).toHaveText(title);
  }
  await server.close();
});

test('a page about the own unit asks for a unit first', async ({ app }) => {
  for (const address of ['#/', '#/tu-cham', '#/tu-cham/1.2.1', '#/gui']) {
    await app.open(address);
    await expect(app.heading).toHaveText('Bắt đầu');
  }
});

test('back and forward close and open an item', async ({ app, page }) => {
  await app.begin();
  const item = app.item('1.2.1');
  await item.link.click();
  await expect(item.panel).toBeVisible();
  await page.goBack();
  await expect(item.panel).toBeHidden();
  await expect(app.items.first()).toBeVisible();
  await page.goForward();
  await expect(item.panel).toBeVisible();
});

test('an item that the criteria do not have is said so', async ({ app, page }) => {
  await app.begin();
  await app.open('#/tu-cham/9.9.9');
  await expect(page.getByText('không có nội dung 9.9.9')).toBeVisible();
});

test('an unknown address leads home', async ({ app, page }) => {
  await app.begin();
  await app.open('#/khong-co-trang-nay');
  await page.locator('main').getByRole('link', { name: 'Trang chủ' }).click();
  await expect(app.heading).toHaveText('Trang chủ');
});

test('a submission that is not here is said so', async ({ page }) => {
  await page.goto('./#/don-vi/sha256:khong-co');
  await expect(page.getByText('Không có bản gửi này trong máy')).toBeVisible();
});

test('a submission opens by its address after a reload', async ({ app, page }) => {
  await app.receive(fixture('v1/2026-11-22-submission.json'));
  await app.results.getByRole('link').click();
  await expect(app.submission).toBeVisible();
  await page.reload();
  await expect(app.submission).toBeVisible();
});

test('the title names the page', async ({ app, page }) => {
  await app.begin();
  await expect(page).toHaveTitle('Tự chấm · Ba Chủ Động');
  await app.tab('Gửi');
  await expect(page).toHaveTitle('Gửi lên cấp trên · Ba Chủ Động');
});

test('the tab of the page is marked', async ({ app, page }) => {
  await app.begin();
  for (const name of ['Trang chủ', 'Tự chấm', 'Gửi', 'Cấp dưới', 'Thêm']) {
    await app.tab(name);
    await expect(page.getByRole('navigation').locator('[aria-current=page]')).toHaveText(name);
  }
});
