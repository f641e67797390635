// After one visit no network is needed.
import { App } from './support/app.mjs';
import { Host, controlled, lookForUpdate } from './support/hosting.mjs';
import { expect, test } from './support/test.mjs';
import { readDatabase } from './support/database.mjs';
import { fixture } from './support/samples.mjs';

/** One visit that names the unit; then the host is gone for good. */
const visited = test.extend({
  host: async ({ page }, use, testInfo) => {
    const host = await Host.publish(testInfo.outputPath());
    await page.goto(host.url);
    await page.getByTestId('unit-name').fill('Đoàn xã Quảng Xương');
    await page.getByTestId('begin').click();
    await new App(page).saved();
    await controlled(page);
    // Who works as an upper level, too, has opened its pages once.
    await page.goto(`${host.url}#/don-vi`);
    await expect(page.getByTestId('to-receive')).toBeVisible();
    await expect.poll(() => keptOfDesk(page)).toBeGreaterThan(1);
    await page.goto(`${host.url}#/tu-cham`);
    await expect(new App(page).items.first()).toBeVisible();
    await host.stop();
    await use(host);
  },
});

/** How many files of an upper level's pages are kept. */
const keptOfDesk = (page) => page.evaluate(async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith('bcd-app '));
  const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return kept.flat().filter(({ url }) => /\/desk-/.test(url)).length;
});

test('the pages of an upper level are kept from when they are opened, and by the next version then', async ({ page }, testInfo) => {
  const host = await Host.publish(testInfo.outputPath());
  const asked = [];
  page.on('request', (request) => { if (/\/desk-/.test(request.url())) asked.push(request.url()); });
  await page.goto(host.url);
  await page.getByTestId('unit-name').fill('Đoàn xã Quảng Xương');
  await page.getByTestId('begin').click();
  await new App(page).saved();
  await controlled(page);
  await page.goto(`${host.url}#/o-chung`);
  await expect(page.getByTestId('way-webdav')).toBeVisible();
  expect(asked).toEqual([]);
  expect(await keptOfDesk(page)).toBe(0);
  await page.goto(`${host.url}#/don-vi`);
  await expect(page.getByTestId('to-receive')).toBeVisible();
  await expect.poll(() => keptOfDesk(page)).toBe(2);
  await host.publishNext();
  await lookForUpdate(page);
  await expect.poll(() => keptOfDesk(page), { timeout: 30_000 }).toBe(4);
  await host.stop();
});

visited('the app opens again without a network', { tag: '@browsers' }, async ({ app, page, host }) => {
  await page.reload();
  await expect(app.items.first()).toBeVisible();
  await app.tab('Trang chủ');
  await expect(page.getByTestId('unit')).toHaveText('Đoàn xã Quảng Xương');
  await page.goto(host.url);
  await expect(page.getByTestId('unit')).toHaveText('Đoàn xã Quảng Xương');
});

visited('an item opens by its address without a network', async ({ app, context, host }) => {
  const tab = new App(await context.newPage());
  await tab.page.goto(`${host.url}#/tu-cham/1.2.1`);
  await expect(tab.item('1.2.1').panel).toBeVisible();
  await expect(app.items.first()).toBeVisible();
});

visited('an address with a query or an unknown path opens the app', async ({ app, page, host }) => {
  await page.goto(`${host.url}?utm=zalo#/tu-cham`);
  await expect(app.items.first()).toBeVisible();
  await page.goto(`${host.url}khong/co`);
  await expect(app.heading).toHaveText('Trang chủ');
});

visited('the whole way from an answer to the file and back works without a network', { tag: '@browsers' }, async ({ app, page, host }) => {
  test.slow();
  await page.goto(`${host.url}#/tu-cham`);
  await app.item('1.2.1').step('4').click();
  await app.saved();
  await app.tab('Gửi');
  await page.getByTestId('freeze').click();
  await expect(page.getByTestId('ready')).toBeVisible({ timeout: 30_000 });
  const { name, bytes } = await app.download();
  await app.tab('Cấp dưới');
  await page.getByTestId('to-receive').click();
  await page.getByTestId('pick').setInputFiles({ name, mimeType: 'application/json', buffer: bytes });
  await expect(app.results).toContainText('✓ Mới', { timeout: 30_000 });
  await app.results.getByRole('link').click();
  await expect(app.submission).toContainText('4/4');
});

visited('a meeting, its minutes, the plan, its Word file and the calendar are made without a network', async ({ app, page, host }) => {
  test.slow();
  await page.goto(`${host.url}#/ghi`);
  await page.getByTestId('note-meeting').click();
  await page.getByTestId('conclusions').fill('Ra quân ngày 26/3');
  await app.saved();
  await page.goto(`${host.url}#/van-ban`);
  await page.getByRole('link', { name: /^Biên bản ngày/ }).click();
  await expect(page.getByTestId('paper')).toContainText('Ra quân ngày 26/3', { timeout: 30_000 });
  const { bytes } = await app.download(page.getByTestId('docx'));
  expect(bytes.subarray(0, 2).toString()).toBe('PK');
  await page.goto(`${host.url}#/ke-hoach/mau/annual-plan`);
  await page.getByTestId('take-rows').click();
  await expect(page.getByTestId('task').first()).toBeVisible();
  await page.goto(`${host.url}#/ke-hoach/lich`);
  await page.getByTestId('make-calendar').click();
  await expect(page.getByTestId('calendar-ready')).toBeVisible({ timeout: 30_000 });
});

visited('the page "more" says that no network is needed', async ({ page, host }) => {
  await page.goto(`${host.url}#/them`);
  await expect(page.getByTestId('offline')).toContainText('✓ Dùng được khi mất mạng');
});

/** Shares to the installed app, as the system does: a form sent to its address. */
async function share(page, { name, buffer } = {}) {
  await page.evaluate(([name, text]) => {
    const form = document.createElement('form');
    Object.assign(form, { method: 'post', enctype: 'multipart/form-data', action: './share-target' });
    if (name) {
      const input = document.createElement('input');
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], name, { type: 'text/plain' }));
      Object.assign(input, { type: 'file', name: 'files', files: transfer.files });
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  }, [name, buffer?.toString('utf8')]);
}

const inboxSize = (page) => page.evaluate(async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith('bcd-inbox'));
  return (await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length))).reduce((a, b) => a + b, 0);
});

visited('a file shared to the app waits for a person, and is taken in once', async ({ app, page, host }) => {
  const { buffer } = fixture('v1/2026-11-22-submission.json');
  await share(page, { name: 'bản gửi số 1.json.txt', buffer });
  await page.waitForURL(`${host.url}#/nhan`);
  await expect(app.results).toContainText('bản gửi số 1.json.txt');
  await expect(app.results).toContainText('Chờ bạn đồng ý', { timeout: 30_000 });
  expect(Object.keys((await readDatabase(page)).received)).toEqual([]);
  // It waits over a reload, too.
  await page.reload();
  await expect(app.results).toContainText('Chờ bạn đồng ý', { timeout: 30_000 });
  await page.getByTestId('take').click();
  await expect(app.results).toContainText('✓ Mới', { timeout: 30_000 });
  await expect.poll(() => inboxSize(page)).toBe(0);
  await page.reload();
  await expect(app.heading).toHaveText('Nhận tệp');
  await expect(app.results).toHaveCount(0);
});

visited('a file that was not shared by the person goes when the list is closed, or after a day', async ({ app, page, host }) => {
  const { buffer } = fixture('v1/2026-11-22-submission.json');
  await share(page, { name: 'la.json.txt', buffer });
  await page.waitForURL(`${host.url}#/nhan`);
  await expect(app.results).toContainText('Chờ bạn đồng ý', { timeout: 30_000 });
  await page.getByTestId('results-close').click();
  await expect.poll(() => inboxSize(page)).toBe(0);
  await page.evaluate(async (text) => {
    const name = (await caches.keys()).find((key) => key.startsWith('bcd-inbox'));
    const came = (Date.now() - 25 * 3_600_000) * 100;
    const key = new URL(`./inbox/${came}-cu.json`, location.href);
    await (await caches.open(name)).put(key, new Response(text, { headers: { 'x-bcd-name': 'cu.json' } }));
  }, buffer.toString('utf8'));
  await page.reload();
  await expect.poll(() => inboxSize(page)).toBe(0);
  await expect(app.results).toHaveCount(0);
});

visited('no more than so many files wait, so that nobody can fill the storage', async ({ app, page, host }) => {
  await page.evaluate(async () => {
    const inbox = await caches.open(`bcd-inbox ${new URL('.', location.href).pathname}`);
    const put = (_, index) => inbox.put(new URL(`./inbox/${Date.now() * 100 + index}-x`, location.href), new Response('x', { headers: { 'x-bcd-size': '1' } }));
    await Promise.all(Array.from({ length: 50 }, put));
  });
  const { buffer } = fixture('v1/2026-11-22-submission.json');
  await share(page, { name: 'them.json.txt', buffer });
  await page.waitForURL(`${host.url}#/nhan?loi=hop-thu-day`);
  await expect(page.getByText('đã có quá nhiều tệp chờ bạn')).toBeVisible();
  await expect(app.results.first()).toBeVisible({ timeout: 30_000 });
  await page.getByTestId('results-close').click();
  await expect.poll(() => inboxSize(page)).toBe(0);
});

visited('a file that is shared while another one is taken in is not lost', async ({ app, page, host }) => {
  const { buffer } = fixture('v1/2026-11-22-submission.json');
  const text = buffer.toString('utf8');
  // Right after the page has looked into the inbox, the service worker puts another file there.
  await page.addInitScript(([name, shared]) => {
    const { keys } = Cache.prototype;
    Cache.prototype.keys = async function () {
      Cache.prototype.keys = keys;
      const found = await keys.call(this);
      if (found.length === 0 || sessionStorage.getItem('shared')) return found;
      sessionStorage.setItem('shared', 'yes');
      await this.put(new URL(`./inbox/${Date.now() * 100}-sau.json.txt`, location.href), new Response(shared, { headers: { 'x-bcd-name': name } }));
      return found;
    };
  }, ['sau.json.txt', text]);
  await share(page, { name: 'trước.json.txt', buffer });
  await page.waitForURL(`${host.url}#/nhan`);
  await expect(app.results).toContainText('Chờ bạn đồng ý', { timeout: 30_000 });
  await expect(app.results).not.toContainText('sau.json.txt');
  await page.getByTestId('take').click();
  await expect.poll(() => inboxSize(page)).toBe(1);
  await page.reload();
  await expect(app.results).toContainText('sau.json.txt', { timeout: 30_000 });
  await page.getByTestId('take').click();
  await expect.poll(() => inboxSize(page)).toBe(0);
});

visited('a share that brought nothing is said', async ({ page, host }) => {
  await share(page);
  await page.waitForURL(`${host.url}#/nhan?loi=chia-se`);
  await expect(page.getByText('Chưa nhận được tệp vừa chia sẻ')).toBeVisible();
});
