// The journeys marked `@browsers`, in WebKitGTK. Playwright drives only a WebKit of its own, which
// is not everywhere to be had; so this is said in the words of W3C WebDriver.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { WebKit } from '../lib/webkit.mjs';
import { arrived } from './support/downloads.mjs';
import { Host } from './support/hosting.mjs';
import { fixture } from './support/samples.mjs';

const UNIT = 'Đoàn xã Quảng Xương';
const id = (name) => `[data-testid="${name}"]`;
const tab = (address) => `nav a[href="${address}"]`;

const test = base.extend({
  host: async ({}, use, testInfo) => {
    const host = await Host.publish(testInfo.outputPath());
    await use(host);
    await host.stop();
  },
  /** Where the browser keeps what it downloads. */
  home: async ({}, use, testInfo) => use(testInfo.outputPath('home')),
  page: async ({ home }, use) => {
    const webkit = await WebKit.start(home);
    await use(webkit.page);
    await webkit.stop();
  },
});

/** What a page says, once it does. */
const says = (page, selector) => expect.poll(() => page.text(selector), { timeout: 20_000 });
const saved = (page) => page.waitFor(`${id('save')}[data-state=saved]`);

async function begin(page, host) {
  await page.goto(host.url);
  await page.type(id('unit-name'), UNIT);
  await page.click(id('begin'));
  await page.waitFor('.checklist .item');
  // A person sees the page before they tap: a driver would tap while it is still being scrolled.
  await page.run(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))));
  await saved(page);
}

/** The first visit is over: the whole app is kept, and answers for the host. */
async function kept(page) {
  const state = () => page.run(() => navigator.serviceWorker.controller?.state);
  await expect.poll(state, { timeout: 20_000 }).toBe('activated');
}

test('what was entered is there again', async ({ page, host }) => {
  await begin(page, host);
  await page.click('[data-step="4"]');
  await says(page, id('total')).toBe('4/100');
  await page.goto(`${host.url}#/tu-cham/1.2.1`);
  await page.click(id('add-document'));
  await page.type(id('ev-title'), 'Kế hoạch năm');
  await page.type(id('ev-number'), '07-KH/ĐTN');
  await saved(page);
  await page.reload();
  await says(page, id('total')).toBe('4/100');
  await page.waitFor(id('ev-number'));
  expect(await page.value(id('ev-number'))).toBe('07-KH/ĐTN');
  expect(await page.value(id('ev-title'))).toBe('Kế hoạch năm');
});

test('a part that does not come says so, and comes when asked again', async ({ page, host }) => {
  const chunk = await host.lateChunk();
  await chunk.remove();
  await begin(page, host);
  await page.click(tab('#/'));
  await says(page, id('desk-failed')).toContain('Chưa tải được phần này');
  await chunk.spoil();
  await page.click(`${id('desk-failed')} button`);
  await says(page, id('desk-failed')).toContain('Chưa tải được phần này');
  await chunk.restore();
  await page.click(`${id('desk-failed')} button`);
  await says(page, id('unit')).toBe(UNIT);
  expect(await page.text(id('desk-failed'))).toBeNull();
});

test('after one visit no network is needed', async ({ page, host }) => {
  await begin(page, host);
  await kept(page);
  await host.stop();
  await page.reload();
  await page.waitFor('.checklist .item');
  await page.goto(host.url);
  await says(page, id('unit')).toBe(UNIT);
  await page.goto(`${host.url}#/ke-hoach/mau/annual-plan`);
  await page.waitFor(id('row'));
});

test('a file goes out and comes in without a network', async ({ page, host, home }, testInfo) => {
  await begin(page, host);
  await page.click('[data-step="4"]');
  await saved(page);
  await kept(page);
  await host.stop();
  await page.click(tab('#/gui'));
  await page.click(id('freeze'));
  await page.waitFor(id('ready'));
  const name = await arrived(home, () => page.click(id('download')));
  const file = JSON.parse(await readFile(join(home, name), 'utf8'));
  expect(file).toMatchObject({ kind: 'submission', seq: 1, unit: { name: UNIT } });
  await page.goto(`${host.url}#/nhan`);
  await page.pick(id('pick'), join(home, name));
  await says(page, id('result')).toContain('✓ Mới');
  const { name: other, buffer } = fixture('v1/2026-11-22-submission.json');
  await writeFile(testInfo.outputPath(other), buffer);
  await page.pick(id('pick'), testInfo.outputPath(other));
  await says(page, `${id('result')}:nth-of-type(2)`).toContain('✓ Mới');
});

test('an old page says that there is a new version, and loads it when told to', async ({ page, host }) => {
  const version = () => page.run(() => document.querySelector('meta[name=bcd-version]').content);
  await begin(page, host);
  await kept(page);
  const old = await version();
  const next = await host.publishNext();
  await page.run(() => { dispatchEvent(new Event('focus')); });
  await page.waitFor(id('update'));
  expect(await version()).toBe(old);
  await page.click(`${id('update')} button`);
  await expect.poll(version, { timeout: 20_000 }).toBe(next);
  await page.waitFor('.checklist .item');
  expect(await page.text(id('update'))).toBeNull();
});

test('a page that is older than what is published says so, and loads anew', async ({ page, host }) => {
  const chunk = await host.lateChunk();
  await chunk.remove();
  await begin(page, host);
  await page.click(tab('#/'));
  await says(page, id('desk-failed')).toContain('hãy tải lại trang');
  await chunk.restore();
  await page.click(`${id('desk-failed')} button:last-of-type`);
  await says(page, id('unit')).toBe(UNIT);
});
