// The first screens are in the page itself: they take typing and taps before the app is there,
// which then takes their place without losing a letter and without moving anything.
import AxeBuilder from '@axe-core/playwright';
import { createServer } from 'node:http';
import { expect, test } from './support/test.mjs';

/** Keeps the scripts, or what fits `pattern`, away until the returned function is called. */
async function hold(page, pattern = /\.(?:js|wasm)$/) {
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route(pattern, async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

const early = (page, name) => page.locator(`.early [name="${name}"]:visible`);
const earlyTap = (page, text) => page.locator('.early label:visible', { hasText: text }).first();
const arrived = (page) => expect(page.locator('#shell')).toHaveCount(0);

/** Where every control and every text stands. A control is a label around a tick before, and a button after. */
const places = (page, root) => page.locator(root).evaluate((frame) => {
  const seen = [...frame.querySelectorAll('h1, h2, h3, p, label, input:not(.hidden), select, button, a, section')]
    .filter((one) => one.getClientRects().length > 0 && one.checkVisibility());
  return seen.map((one) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return [x, y, width, height].map(Math.round).join(' ');
  }).sort();
});

test('what was typed before the app arrived is kept, with the focus and the caret', async ({ app, page }) => {
  const release = await hold(page);
  await page.goto('./', { waitUntil: 'commit' });
  await early(page, 'unit-upper').fill('Đoàn xã Tân Lập');
  await early(page, 'unit-kind').selectOption({ index: 2 });
  const kind = await early(page, 'unit-kind').inputValue();
  await early(page, 'unit-name').fill('Chi đoàn thôn 3');
  for (let steps = 0; steps < 2; steps += 1) await page.keyboard.press('ArrowLeft');
  await page.waitForTimeout(3_000);
  release();
  await arrived(page);
  const name = page.getByTestId('unit-name');
  await expect(name).toBeFocused();
  await page.keyboard.type('số ');
  await expect(name).toHaveValue('Chi đoàn thônsố  3');
  await expect(page.getByTestId('unit-upper')).toHaveValue('Đoàn xã Tân Lập');
  await expect(page.getByTestId('unit-kind')).toHaveValue(kind);
  await name.fill('Chi đoàn thôn 3');
  await page.getByTestId('begin').click();
  await app.saved();
  await app.tab('Trang chủ');
  await expect(page.getByTestId('unit')).toHaveText('Chi đoàn thôn 3');
});

test('not a letter is lost of who types while the app arrives', async ({ page }) => {
  const release = await hold(page);
  await page.goto('./', { waitUntil: 'commit' });
  const text = 'Đoàn phường An Cư, thành phố Biên Hòa '.repeat(3).trim();
  await early(page, 'unit-name').focus();
  const typing = page.keyboard.type(text, { delay: 25 });
  await page.waitForTimeout(400);
  release();
  await arrived(page);
  await typing;
  await expect(page.getByTestId('unit-name')).toHaveValue(text);
  await expect(page.getByTestId('unit-name')).toBeFocused();
});

test('a word that is being composed is not cut off', async ({ page }) => {
  const release = await hold(page, /\.wasm$/);
  await page.goto('./', { waitUntil: 'load' });
  // At once behind the tap, whose end is marked a moment later.
  await early(page, 'unit-name').click();
  const keyboard = await page.context().newCDPSession(page);
  const compose = (text) => keyboard.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  await compose('Đoa');
  release();
  await page.waitForFunction(() => document.querySelector('body > .frame form'));
  await page.waitForTimeout(500);
  await compose('Đoàn');
  await expect(early(page, 'unit-name')).toBeFocused();
  await keyboard.send('Input.insertText', { text: 'Đoàn' });
  await arrived(page);
  await page.keyboard.type(' xã');
  await expect(page.getByTestId('unit-name')).toHaveValue('Đoàn xã');
});

test('a tap on "begin" waits for the app, and begins', async ({ app, page }) => {
  const release = await hold(page);
  await page.goto('./', { waitUntil: 'commit' });
  await early(page, 'unit-name').fill('Đoàn xã Quảng Xương');
  await page.locator('.early label.button:visible', { hasText: 'Bắt đầu' }).click();
  release();
  await expect(app.items.first()).toBeVisible();
  await app.saved();
  await app.tab('Trang chủ');
  await expect(page.getByTestId('unit')).toHaveText('Đoàn xã Quảng Xương');
});

test('Enter in the form loads nothing anew', async ({ page }) => {
  const release = await hold(page);
  await page.goto('./', { waitUntil: 'commit' });
  await early(page, 'unit-name').fill('Đoàn xã Quảng Xương');
  await page.keyboard.press('Enter');
  await expect(early(page, 'unit-name')).toHaveValue('Đoàn xã Quảng Xương');
  expect(new URL(page.url()).search).toBe('');
  release();
  await arrived(page);
  await expect(page.getByTestId('unit-name')).toHaveValue('Đoàn xã Quảng Xương');
});

test('what was answered in the sample is kept, saved and can be undone', async ({ app, page }) => {
  const release = await hold(page);
  await page.goto('./#/thu', { waitUntil: 'commit' });
  await earlyTap(page, '100% chi đoàn').click();
  // By keyboard as well: they are the browser's own controls.
  await page.locator('.early').getByRole('radio', { name: /Quý nào cũng có/ }).first().focus();
  await page.keyboard.press('Space');
  await expect(page.locator('.early [type=radio]:checked')).toHaveCount(2);
  release();
  await expect(app.total).toHaveText('8/100');
  await expect(page.getByRole('radio', { name: /Quý nào cũng có/ }).first()).toBeFocused();
  await app.saved();
  await app.undo.click();
  await expect(app.total).toHaveText('4/100');
  await page.reload();
  await expect(app.total).toHaveText('4/100');
});

test('where the sample is answered by met and not met, a step counts as what it is worth', async ({ app, page }) => {
  // With a service worker, who was here before gets no early checklist.
  await page.addInitScript(() => { delete Navigator.prototype.serviceWorker; });
  await app.open('#/thu');
  await app.tab('Thêm');
  await page.getByLabel('Cách chấm').selectOption('pass');
  await app.saved();
  await page.goto('about:blank');
  const release = await hold(page);
  await page.goto('./#/thu', { waitUntil: 'commit' });
  await page.locator('.early .item:visible', { hasText: '1.2.1' }).locator('label.step').first().click();
  release();
  await arrived(page);
  await expect(app.item('1.2.1').step('met')).toHaveAttribute('aria-checked', 'true');
});

test('an item that was tapped before the app arrived opens then', async ({ app, page }) => {
  const release = await hold(page);
  await page.goto('./#/thu', { waitUntil: 'commit' });
  await page.locator('.early .item__open').first().click();
  release();
  await expect(app.item('1.1.1').panel).toBeVisible();
});

for (const [name, hash] of [['start', ''], ['sample', '#/thu']]) {
  for (const viewport of [{ width: 390, height: 844 }, { width: 1280, height: 800 }]) {
    test(`nothing moves when the app takes the place of the ${name}, ${viewport.width} px wide`, async ({ page }) => {
      await page.setViewportSize(viewport);
      // What the late chunk has to say of items comes with it, whenever that is.
      await hold(page, /late-/);
      const release = await hold(page, /bcd-[0-9a-f]+\.(?:js|wasm)$/);
      await page.goto(`./${hash}`, { waitUntil: 'commit' });
      await expect(page.locator('.early h1:visible')).toBeVisible();
      const before = await places(page, '.early:visible > .frame');
      expect(before.length).toBeGreaterThan(20);
      release();
      await arrived(page);
      await expect(page.getByTestId('save')).toHaveAttribute('data-state', 'saved');
      const after = new Set(await places(page, 'body > .frame'));
      expect(before.filter((place) => !after.has(place)), 'what was there is there still').toEqual([]);
    });
  }
}

test('who has scrolled down goes on with the same item', async ({ page }) => {
  await hold(page, /late-/);
  const release = await hold(page, /bcd-[0-9a-f]+\.(?:js|wasm)$/);
  await page.goto('./#/thu', { waitUntil: 'commit' });
  const row = (root) => page.locator(`${root} .item:visible`, { hasText: '2.2.1' }).first();
  await row('.early').scrollIntoViewIfNeeded();
  await page.mouse.wheel(0, 200);
  await page.waitForTimeout(500);
  const top = (root) => row(root).evaluate((item) => item.getBoundingClientRect().top);
  const before = await top('.early');
  release();
  await arrived(page);
  await expect.poll(async () => Math.abs(await top('body > .frame') - before)).toBeLessThan(2);
});

test('who was here before does not see the start flash by', async ({ app, page }) => {
  await app.begin();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.goto('about:blank');
  // Files come from the service worker now, where no test can hold them.
  await page.addInitScript(() => {
    const { instantiateStreaming } = WebAssembly;
    const arrival = new Promise((resolve) => { globalThis.arrive = resolve; });
    WebAssembly.instantiateStreaming = async (...all) => {
      await arrival;
      return instantiateStreaming(...all);
    };
  });
  await page.goto('./');
  await expect(page.locator('.shell__wait')).toBeVisible();
  await expect(page.locator('.early:visible')).toHaveCount(0);
  await page.evaluate(() => { location.hash = '#/thu'; });
  await expect(page.locator('.early:visible')).toHaveCount(0);
  await expect(page.locator('.shell__wait')).toBeVisible();
  await page.evaluate(() => { location.hash = '#/'; globalThis.arrive(); });
  await expect(page.getByTestId('unit')).toBeVisible();
});

test('what somebody with a unit typed into the start before the app could know is not thrown away', async ({ app, page }) => {
  // As in a private window of Firefox, or on an intranet without TLS.
  await page.addInitScript(() => { delete Navigator.prototype.serviceWorker; });
  await app.begin('Đoàn xã Tân Lập');
  await page.goto('about:blank');
  const release = await hold(page);
  await page.goto('./', { waitUntil: 'commit' });
  await early(page, 'unit-name').fill('Đoàn trường');
  release();
  await arrived(page);
  await expect(page.getByTestId('unit-name')).toHaveValue('Đoàn trường');
});

for (const [name, hash, seen] of [['start', '', '.early--start h1'], ['sample', '#/thu', '.early--sample .item']]) {
  test(`the ${name} is on the screen while the rest of the page is still on its way`, async ({ page, baseURL, watch }) => {
    // Scripts and icons are not sent.
    watch.fails = true;
    const whole = await (await fetch(baseURL)).text();
    const begun = whole.slice(0, whole.indexOf('class="early early--sample"') + 20_000);
    const slow = createServer((request, response) => {
      if (request.url !== '/') return void response.writeHead(404).end();
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).write(begun);
    });
    await new Promise((resolve) => { slow.listen(0, '127.0.0.1', resolve); });
    try {
      await page.goto(`http://127.0.0.1:${slow.address().port}/${hash}`, { waitUntil: 'commit' });
      await expect(page.locator(seen).first()).toBeVisible();
      await expect(page.locator('.early:visible')).toHaveCount(1);
    } finally {
      slow.closeAllConnections();
      slow.close();
    }
  });
}

test('another address shows neither', async ({ page }) => {
  const release = await hold(page);
  await page.goto('./#/nhan', { waitUntil: 'commit' });
  await expect(page.locator('.shell__wait')).toBeVisible();
  await expect(page.locator('.early:visible')).toHaveCount(0);
  release();
  await expect(page.getByTestId('pick')).toBeAttached();
});

test('an app that does not come says so, and what was typed stays', async ({ page, watch }) => {
  // The error is in the console on purpose.
  watch.fails = true;
  await page.route(/bcd-[0-9a-f]+\.wasm/, (route) => route.abort());
  await page.goto('./');
  await expect(page.getByText('Không mở được ứng dụng.')).toBeVisible();
  await early(page, 'unit-name').fill('Đoàn xã Tân Lập');
  await expect(early(page, 'unit-name')).toHaveValue('Đoàn xã Tân Lập');
});

for (const [name, hash] of [['start', ''], ['sample', '#/thu']]) {
  test(`axe finds no fault in the ${name} before the app is there`, async ({ page }) => {
    await hold(page);
    await page.goto(`./${hash}`, { waitUntil: 'commit' });
    await expect(page.locator('.early h1:visible')).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`))).toEqual([]);
  });
}
