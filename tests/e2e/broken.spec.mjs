// Broken files among good ones: each is named, none does harm.
import { truncate, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { expect, test } from './support/test.mjs';
import { readDatabase } from './support/database.mjs';
import { fixture, submissions } from './support/samples.mjs';

const BROKEN = {
  'cat-giua-chung.json': 'Tệp bị cắt giữa chừng',
  'html.json': 'Có thẻ HTML hoặc mã lệnh',
  'phien-ban-moi-hon.json': 'phiên bản mới hơn',
  'sai-diem.json': 'Điểm ghi',
  'sai-ma-kiem-tra.json': 'Nội dung tệp đã bị thay đổi',
  'tep-rong.json': 'Tệp rỗng',
  'zip-hong.zip': 'Tệp .zip hỏng',
};

test('of 50 files 43 come in, and each of the 7 broken ones says what is wrong', async ({ app, page }) => {
  test.slow();
  const files = submissions();
  // The broken ones lie among the good ones.
  Object.keys(BROKEN).forEach((name, index) => files.splice(index * 6, 0, fixture(`broken/${name}`)));
  expect(files).toHaveLength(50);
  await app.receive(files);
  await expect(page.getByTestId('results')).toHaveText('Kết quả: nhận 43, không nhận 7', { timeout: 120_000 });
  for (const [name, words] of Object.entries(BROKEN)) {
    const result = app.results.filter({ hasText: name });
    await expect(result).toContainText('✗ Không nhận');
    await expect(result, name).toContainText(words);
  }
  const { received, documents, files: attached } = await readDatabase(page);
  expect(Object.keys(received)).toHaveLength(43);
  expect(Object.keys(documents).sort()).toEqual(Object.keys(received).sort());
  expect(attached).toEqual({});
  await app.tab('Cấp dưới');
  await expect(app.unitRows).toHaveCount(43);
});

const folder = new URL('../../crates/bcd-core/tests/fixtures/broken/', import.meta.url);
// A good file by itself: its dossier is here as another unit's.
const alone = (name) => name !== 'trung-ho-so.json';

test('every kind of broken file has a sentence and leaves nothing behind', async ({ app, page }) => {
  test.slow();
  const names = readdirSync(folder).filter(alone);
  await app.receive(names.map((name) => fixture(`broken/${name}`)));
  await expect(page.getByTestId('results')).toHaveText(`Kết quả: nhận 0, không nhận ${names.length}`, { timeout: 60_000 });
  // The first few are drawn; the others when asked for.
  const all = page.getByTestId('group-bad').getByTestId('results-all');
  if (names.length > 20) await all.click();
  for (const name of names) {
    await expect(app.results.filter({ hasText: name }).getByRole('listitem').first(), name).toHaveText(/[\p{L}\d ]{10,}[.?]/u);
  }
  const { received, documents, files } = await readDatabase(page);
  expect({ received, documents, files }).toEqual({ received: {}, documents: {}, files: {} });
});

test('a file that claims the dossier of another unit is kept and said, and a person discards the wrong one', async ({ app, page }) => {
  await app.receive(fixture('v1/2026-11-22-submission.json'));
  await expect(app.results).toHaveCount(1);
  await page.getByTestId('pick').setInputFiles(fixture('broken/trung-ho-so.json'));
  await expect(app.results.first()).toContainText('△ Hồ sơ trùng với đơn vị khác');
  await app.results.first().getByRole('link').click();
  const odd = page.getByTestId('odd');
  await expect(odd).toContainText('Hồ sơ này ở đây đang là của');
  const discard = odd.getByTestId('discard');
  await discard.click();
  await odd.getByTestId('discard-sure').click();
  await expect(app.unitRows).toHaveCount(1);
  await app.unitRows.click();
  // It is the unit's second: that the first is not here is said until a person knows of it.
  await expect(odd).toContainText('Các bản trước số này chưa có ở đây');
  await expect(odd).not.toContainText('Hồ sơ này ở đây đang là của');
  await odd.getByTestId('settle').click();
  await expect(odd).toHaveCount(0);
});

test('a file of 100 MB is refused before it is read', async ({ app, page }, testInfo) => {
  const path = testInfo.outputPath('rat-lon.json');
  await writeFile(path, '{');
  await truncate(path, 100 * 1024 * 1024);
  await page.addInitScript(() => {
    const read = Blob.prototype.arrayBuffer;
    window.most = 0;
    Blob.prototype.arrayBuffer = function counted() {
      window.most = Math.max(window.most, this.size);
      return read.call(this);
    };
  });
  await app.receive(path);
  await expect(app.results).toContainText('Tệp quá lớn');
  expect(await page.evaluate(() => window.most)).toBeLessThan(1024);
});

test('a stop ends the run after the files at hand, and the same files go on from there', async ({ app, page }) => {
  // Others first, so that there is something to stop.
  const files = [...Array.from({ length: 400 }, (_, n) => ({ ...fixture('broken/tep-rong.json'), name: `${n}.json` })), ...submissions()];
  await app.open('#/nhan');
  // A finger is too slow for it: the stop is tapped in the moment in which the first results stand there.
  await page.evaluate(() => {
    const find = (name) => document.querySelector(`[data-testid="${name}"]`);
    new MutationObserver((_, observer) => {
      if (!find('results') || !find('receive-cancel')) return;
      observer.disconnect();
      find('receive-cancel').click();
    }).observe(document.body, { childList: true, subtree: true });
  });
  await page.getByTestId('pick').setInputFiles(files);
  await expect(app.results.first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByTestId('receive-cancel')).toBeHidden();
  const looked = async () => (await page.getByTestId('results').textContent()).match(/\d+/g).map(Number).reduce((a, b) => a + b);
  expect(await looked()).toBeLessThan(files.length);
  await page.getByTestId('results-close').click();
  await page.getByTestId('pick').setInputFiles(files);
  await expect(page.getByTestId('results')).toHaveText('Kết quả: nhận 43, không nhận 400', { timeout: 60_000 });
  expect(Object.keys((await readDatabase(page)).received)).toHaveLength(43);
  // However many there were, few are drawn.
  expect(await app.results.count()).toBeLessThanOrEqual(40);
});

test('a file that keeps the program busy without end is given up, and the next one is read', async ({ app, page }) => {
  // It would answer with the real worker, past the route.
  await page.addInitScript(() => { delete Navigator.prototype.serviceWorker; });
  await page.clock.install();
  const worker = '**/worker-*.js';
  await page.route(worker, (route) => route.fulfill({
    contentType: 'text/javascript',
    body: "postMessage('ready'); onmessage = () => { for (;;); };",
  }));
  const asked = page.waitForRequest(worker);
  await app.receive(fixture('v1/2026-11-22-submission.json'));
  await asked;
  await page.clock.fastForward('05:01');
  await expect(app.results.first()).toContainText('Không đọc được tệp');
  await page.unroute(worker);
  await page.getByTestId('pick').setInputFiles(fixture('v1/2026-11-22-submission.json'));
  await expect(app.results).toHaveCount(2);
  await expect(app.results.filter({ hasText: 'Không đọc được tệp' })).toHaveCount(1);
});
