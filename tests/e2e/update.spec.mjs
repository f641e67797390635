// A new version waits until the person says so, and never takes unsaved work away.
import { App } from './support/app.mjs';
import { Host, controlled, lookForUpdate, versionOf } from './support/hosting.mjs';
import { expect, test as base } from './support/test.mjs';

const test = base.extend({
  host: async ({}, use, testInfo) => {
    const host = await Host.publish(testInfo.outputPath());
    await use(host);
    await host.stop();
  },
});

/** In the page: from `failWrites()` on, nothing can be saved. */
function preparedToFail() {
  window.failWrites = (fail) => { window.fails = fail; };
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function begin(names, mode, options) {
    if (window.fails && mode === 'readwrite') throw new DOMException('full', 'QuotaExceededError');
    return transaction.call(this, names, mode, options);
  };
}

async function openTwoTabs(page, context, host) {
  await context.addInitScript(preparedToFail);
  const first = new App(page);
  await page.goto(host.url);
  await page.getByTestId('unit-name').fill('Đoàn xã Tân Lập');
  await page.getByTestId('begin').click();
  await first.saved();
  await controlled(page);
  const second = new App(await context.newPage());
  await second.page.goto(`${host.url}#/tu-cham`);
  await expect(second.items.first()).toBeVisible();
  return [first, second];
}

test('a new version is offered and nothing is loaded anew by itself', async ({ page, context, host }) => {
  const tabs = await openTwoTabs(page, context, host);
  const old = await versionOf(page);
  for (const tab of tabs) await tab.page.evaluate(() => { window.sameLoad = true; });
  await host.publishNext();
  await lookForUpdate(page);
  for (const tab of tabs) {
    await expect(tab.update).toBeVisible({ timeout: 30_000 });
    expect(await tab.page.evaluate(() => window.sameLoad)).toBe(true);
    expect(await versionOf(tab.page)).toBe(old);
  }
});

for (const visit of ['first', 'later']) {
  test(`taking the new version on a ${visit} visit switches every tab`, { tag: '@browsers' }, async ({ page, context, host }) => {
    const tabs = await openTwoTabs(page, context, host);
    if (visit === 'later') {
      await page.reload();
      await expect(tabs[0].items.first()).toBeVisible();
    }
    const next = await host.publishNext();
    await lookForUpdate(page);
    await expect(tabs[0].update).toBeVisible({ timeout: 30_000 });
    await tabs[0].update.getByRole('button', { name: 'Cập nhật ngay' }).click();
    for (const tab of tabs) {
      await expect.poll(() => versionOf(tab.page), { timeout: 10_000 }).toBe(next);
      await expect(tab.items.first()).toBeVisible();
      await expect(tab.update).toBeHidden();
    }
  });
}

test('a reload alone does not change the version', async ({ page, context, host }) => {
  const [first, second] = await openTwoTabs(page, context, host);
  const old = await versionOf(page);
  await host.publishNext();
  await lookForUpdate(page);
  await expect(first.update).toBeVisible({ timeout: 30_000 });
  await page.reload();
  await expect(first.update).toBeVisible();
  expect(await versionOf(page)).toBe(old);
  expect(await versionOf(second.page)).toBe(old);
});

test('with unsaved work the new version is refused', async ({ page, context, host }) => {
  const [first] = await openTwoTabs(page, context, host);
  const old = await versionOf(page);
  await host.publishNext();
  await lookForUpdate(page);
  await expect(first.update).toBeVisible({ timeout: 30_000 });
  await page.evaluate(() => window.failWrites(true));
  await first.item('1.2.1').step('4').click();
  await expect(first.saveNotice).toBeVisible();
  await first.update.getByRole('button').click();
  await expect(first.toast).toContainText('Còn thay đổi chưa lưu xong');
  expect(await versionOf(page)).toBe(old);
  await expect(first.total).toHaveText('4/100');
});

test('a tab with unsaved work keeps it when another tab takes the new version, and follows later', async ({ page, context, host }) => {
  const [first, second] = await openTwoTabs(page, context, host);
  await page.reload();
  await expect(first.items.first()).toBeVisible();
  const next = await host.publishNext();
  await lookForUpdate(page);
  await expect(first.update).toBeVisible({ timeout: 30_000 });
  await second.page.evaluate(() => window.failWrites(true));
  await second.item('1.2.1').step('4').click();
  await expect(second.saveNotice).toBeVisible();
  await first.update.getByRole('button').click();
  await expect.poll(() => versionOf(page), { timeout: 10_000 }).toBe(next);
  await expect(second.total).toHaveText('4/100');
  await second.page.evaluate(() => window.failWrites(false));
  await second.page.getByRole('button', { name: 'Thử lưu lại' }).click();
  await second.saved();
  await second.update.getByRole('button').click();
  await expect.poll(() => versionOf(second.page)).toBe(next);
  await expect(second.total).toHaveText('4/100');
});

test('a deployment that broke off leaves the version that runs as it is', async ({ page, context, host }) => {
  const [first] = await openTwoTabs(page, context, host);
  const old = await versionOf(page);
  await host.breakDeployment();
  const failed = page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const found = new Promise((resolve) => { registration.onupdatefound = () => resolve(registration.installing); });
    registration.update().catch(() => {});
    const worker = await found;
    return new Promise((resolve) => { worker.onstatechange = () => resolve(worker.state); });
  });
  expect(await failed).toBe('redundant');
  await page.reload();
  await expect(first.items.first()).toBeVisible();
  expect(await versionOf(page)).toBe(old);
  await expect(first.update).toBeHidden();
});
