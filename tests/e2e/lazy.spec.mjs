// What comes behind the first screen: a part that does not come says so, and comes when asked again.
import { App } from './support/app.mjs';
import { Host } from './support/hosting.mjs';
import { expect, test } from './support/test.mjs';

const CHUNK = '**/late-*.wasm';
const RARE = '**/rare-*.wasm';
const failed = (page) => page.getByTestId('desk-failed');
const again = (page) => failed(page).getByRole('button', { name: 'Thử lại' });

/** What the console may say of a chunk that a test keeps away. */
function allow(watch) {
  watch.allowed.push(/Failed to fetch/, /status of 404/, /(late|rare)-[0-9a-f]{16}\.wasm/, /WebAssembly/);
  // Of an error object, Firefox hands over no more than this.
  watch.allowed.push(/^(Error|\{\})$/);
}

test('the first load neither names nor waits for what comes behind it', async ({ app, page }) => {
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route(CHUNK, async (route) => { await held; await route.continue(); });
  await app.begin();
  await app.item('1.2.1').step('4').click();
  await expect(app.total).toHaveText('4/100');
  const asked = await (await page.request.get(page.url().split('#')[0])).text();
  expect(asked.match(/<link[^>]*late-[^>]*>|late-\w+\.wasm/g) ?? []).toEqual([]);
  await app.tab('Trang chủ');
  await expect(page.getByRole('status').filter({ hasText: 'Đang mở' })).toBeVisible();
  release();
  await expect(page.getByTestId('unit')).toBeVisible();
});

test('a part that does not come is asked for again', { tag: '@browsers' }, async ({ app, page, watch }) => {
  allow(watch);
  await page.route(CHUNK, (route) => route.abort());
  await app.begin();
  await app.tab('Trang chủ');
  await expect(failed(page)).toContainText('Chưa tải được phần này');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ba Chủ Động');
  // Twice, for what failed once must not be remembered.
  await again(page).click();
  await expect(failed(page)).toBeVisible();
  await page.unroute(CHUNK);
  await again(page).click();
  await expect(page.getByTestId('unit')).toBeVisible();
  await expect(failed(page)).toBeHidden();
});

test('so is one whose stylesheet does not come', async ({ app, page, watch }) => {
  allow(watch);
  const style = '**/late-*.css';
  await page.route(style, (route) => route.abort());
  await app.begin();
  await app.tab('Trang chủ');
  await expect(failed(page)).toBeVisible();
  await page.unroute(style);
  await again(page).click();
  await expect(page.getByTestId('unit')).toBeVisible();
  await expect(page.locator('link[href*="late-"][rel=stylesheet]')).toHaveCount(1);
});

test('an answer that is no part of the app is not believed', { tag: '@browsers' }, async ({ app, page, watch }) => {
  allow(watch);
  // As a network that wants a login first answers.
  const login = { contentType: 'application/wasm', body: '<!doctype html><title>Wi-Fi</title>' };
  await page.route(CHUNK, (route) => route.fulfill(login));
  await app.begin();
  await app.tab('Trang chủ');
  await expect(failed(page)).toBeVisible();
  await page.unroute(CHUNK);
  await again(page).click();
  await expect(page.getByTestId('unit')).toBeVisible();
});

test('a host that names another media type will do', async ({ app, page }) => {
  await page.route(CHUNK, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-type': 'application/octet-stream' } });
  });
  await app.begin();
  await app.tab('Trang chủ');
  await expect(page.getByTestId('unit')).toBeVisible();
});

test('a page older than what is published says so, and loads anew', { tag: '@browsers' }, async ({ page, watch }, testInfo) => {
  allow(watch);
  const host = await Host.publish(testInfo.outputPath());
  const chunk = await host.lateChunk();
  await chunk.remove();
  const app = new App(page);
  await page.goto(host.url);
  await page.getByTestId('unit-name').fill('Đoàn xã Tân Lập');
  await page.getByTestId('begin').click();
  await app.saved();
  await app.tab('Trang chủ');
  await expect(failed(page)).toContainText('hãy tải lại trang');
  await chunk.restore();
  await failed(page).getByRole('button', { name: 'Tải lại trang' }).click();
  await expect(page.getByTestId('unit')).toHaveText('Đoàn xã Tân Lập');
  await host.stop();
});

test('the part that few people need is asked for when they do, and again if it does not come', { tag: '@browsers' }, async ({ app, page, watch }) => {
  allow(watch);
  // It would have the part by then.
  await page.addInitScript(() => { delete Navigator.prototype.serviceWorker; });
  const asked = [];
  page.on('request', (request) => { if (/\/rare-/.test(request.url())) asked.push(request.url()); });
  await page.route(RARE, (route) => route.abort());
  await app.begin();
  await app.tab('Trang chủ');
  await expect(page.getByTestId('unit')).toBeVisible();
  expect(asked).toEqual([]);
  await page.goto('./#/o-chung');
  await expect(failed(page)).toContainText('Chưa tải được phần này');
  // Another page of it asks for it again, too.
  await page.goto('./#/van-ban');
  await expect(failed(page)).toBeVisible();
  await page.unroute(RARE);
  await again(page).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Văn bản');
  await page.goto('./#/o-chung');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ổ chung');
  await expect(failed(page)).toBeHidden();
});
