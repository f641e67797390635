// The upper level takes the files of its units in, from anywhere, and reads them.
import { createHash } from 'node:crypto';
import { expect, test } from './support/test.mjs';
import { readDatabase } from './support/database.mjs';
import { fixture, photo, submissions } from './support/samples.mjs';

const payload = ({ name, bytes }) => ({ name, mimeType: 'application/json', buffer: bytes });

/** A document as anybody can write it, with the digest that fits, and signed by nobody (`docs/file-format.md`). */
function written(document) {
  const sorted = (value) => {
    if (Array.isArray(value)) return value.map(sorted);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
  };
  const { digest: _, signature: _signature, files, writer: { key: _key, ...writer }, ...rest } = document;
  const bare = { ...rest, writer };
  const digest = createHash('sha256').update(JSON.stringify(sorted(bare))).digest('hex');
  return Buffer.from(JSON.stringify({ ...bare, files, digest: `sha256:${digest}` }));
}

test('what a unit sent is read by the upper level with its answers and evidence', async ({ app, page, device }) => {
  await app.begin('Đoàn xã Quảng Xương');
  await app.answer('1.2.1');
  const item = await app.openItem('1.2.1');
  await item.note.fill('Đủ 12 chi đoàn.');
  await item.addDocument({ title: 'Danh sách đoàn viên', number: '01-DS/ĐTN', date: '2026-01-15' });
  await item.addLink('https://tinhdoan.example/tin');
  await item.addFiles(await photo(page, { width: 640, height: 480 }));
  await expect(item.pieces).toHaveCount(3, { timeout: 30_000 });
  await app.saved();
  const file = await app.freezeAndDownload();

  const upper = await device();
  await upper.receive(payload(file));
  await expect(upper.results).toContainText('✓ Mới');
  await expect(upper.results).toContainText('Đoàn xã Quảng Xương: bản số 1');
  await upper.results.getByRole('link').click();
  const line = upper.submission.locator('.item', { hasText: '1.2.1' });
  await expect(upper.submission.getByRole('heading', { level: 1 })).toHaveText('Đoàn xã Quảng Xương');
  await expect(line).toContainText('4/4');
  await expect(line).toContainText('Đủ 12 chi đoàn.');
  await expect(line).toContainText('Danh sách đoàn viên · 01-DS/ĐTN · 15/1/2026');
  await expect(line.getByRole('link', { name: 'https://tinhdoan.example/tin' })).toHaveAttribute('rel', /noopener/);
  await expect.poll(() => line.locator('img').evaluate((image) => image.naturalWidth)).toBe(640);
});

test('what a unit attached is saved as what it is; of what can run the upper level is warned first', async ({ app, device }) => {
  test.slow();
  await app.begin('Đoàn xã Quảng Xương');
  await app.answer('1.2.1');
  const item = await app.openItem('1.2.1');
  const file = (name, text) => ({ name, mimeType: '', buffer: Buffer.from(text) });
  const page = '<!doctype html><script>document.title = "chạy"</script>';
  await item.addFiles([file('anh.jpg', page), file('ke-hoach.doc', '%PDF-1.7')]);
  await expect(item.pieces).toHaveCount(2, { timeout: 30_000 });
  await app.saved();
  const sent = await app.freezeAndDownload();

  const upper = await device();
  await upper.receive(payload(sent));
  await upper.results.getByRole('link').click();
  // Harmless: under the ending of its bytes, without a question.
  const button = (name) => upper.submission.getByTestId('attachment').filter({ hasText: name });
  const plan = await upper.download(button('ke-hoach.doc'));
  expect([plan.name, plan.bytes.toString()]).toEqual(['ke-hoach.pdf', '%PDF-1.7']);

  let downloads = 0;
  upper.page.on('download', () => { downloads += 1; });
  const runs = upper.page.getByTestId('attachment-runs');
  await button('anh.jpg').focus();
  await upper.page.keyboard.press('Enter');
  await expect(runs).toContainText('trang web hoặc hình vẽ có thể chứa mã lệnh');
  // Whoever presses Enter again saves nothing, and stands where they were.
  await expect(upper.page.getByTestId('attachment-leave')).toBeFocused();
  await upper.page.keyboard.press('Enter');
  await expect(runs).toHaveCount(0);
  await expect(button('anh.jpg')).toBeFocused();
  await button('anh.jpg').click();
  await expect(runs).toContainText('anh.txt');
  expect(downloads, 'nothing is saved before the answer').toBe(0);
  const saved = await upper.download(runs.getByTestId('attachment-save'));
  expect([saved.name, saved.bytes.toString()]).toEqual(['anh.txt', page]);
  await expect(upper.toast).toContainText('Đã tải anh.txt');
  await expect(runs).toHaveCount(0);
});

test('a photo is shown under the type of its bytes, whatever its sender states', async ({ app, page, device }) => {
  test.slow();
  await app.begin('Đoàn xã Quảng Xương');
  await app.answer('1.2.1');
  const item = await app.openItem('1.2.1');
  await item.addFiles(await photo(page, { width: 320, height: 240 }));
  await expect(item.pieces).toHaveCount(1, { timeout: 30_000 });
  await app.saved();
  const sent = await app.freezeAndDownload();
  const document = JSON.parse(sent.bytes.toString());
  for (const piece of Object.values(document.body.evidence)) piece.mime = 'text/html';

  const upper = await device();
  await upper.page.addInitScript(() => {
    const { createObjectURL } = URL;
    globalThis.types = [];
    URL.createObjectURL = (blob) => {
      globalThis.types.push(blob.type);
      return createObjectURL.call(URL, blob);
    };
  });
  await upper.receive(payload({ name: sent.name, bytes: written(document) }));
  await upper.results.getByRole('link').click();
  await expect.poll(() => upper.submission.locator('img').evaluate((image) => image.naturalWidth)).toBe(320);
  expect(await upper.page.evaluate(() => globalThis.types)).toEqual(['image/jpeg']);
});

test('two submissions of one number are told apart: on arrival, in the list of units, and in each of them', async ({ app, device }) => {
  test.slow();
  await app.begin('Đoàn xã Quảng Xương');
  await app.answer('1.2.1');
  const copy = await app.backup();
  const other = await device();
  await other.restore(copy);
  await other.open('#/tu-cham');
  await other.answer('2.1.1');
  const files = [await app.freezeAndDownload(), await other.freezeAndDownload()];

  const upper = await device();
  await upper.receive(files.map(payload));
  await expect(upper.results).toHaveCount(2);
  // What needs a person stands first: it comes from a device that nobody introduced.
  await expect(upper.results.first()).toContainText('△ Chưa rõ ai gửi');
  await upper.results.first().getByRole('link').click();
  await upper.page.getByTestId('code-same').click();
  await expect(upper.page.getByTestId('sender').getByTestId('identity')).toHaveText('✓ Đã xác nhận');
  await upper.open('#/don-vi');
  const row = upper.page.getByTestId('unit-row');
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('△ trùng số với bản khác: 1');
  await row.click();
  const forks = upper.submission.getByTestId('forks');
  await expect(forks).toContainText('bản khác cùng số 1');
  const here = new URL(upper.page.url()).hash;
  await forks.getByRole('link').click();
  await expect.poll(() => new URL(upper.page.url()).hash).not.toBe(here);
  await expect(forks.getByRole('link')).toHaveCount(1);
});

test('who leaves the page while files are taken in loses none of them, and writes on', async ({ app, page }) => {
  test.slow();
  await app.begin('Đoàn xã Quảng Xương');
  // At the first result, before the rest is in: the driver may come too late.
  await page.evaluate(() => {
    const seen = new MutationObserver(() => {
      if (!document.querySelector('[data-testid="result"]')) return;
      seen.disconnect();
      location.hash = '#/tu-cham/1.2.1';
    });
    seen.observe(document.body, { childList: true, subtree: true });
  });
  await app.receive(submissions());
  await expect(app.item('1.2.1').panel).toBeVisible({ timeout: 30_000 });
  await app.item('1.2.1').note.fill('vẫn gõ được');
  await expect(app.toast).toContainText(`Đã nhận ${submissions().length} tệp`, { timeout: 60_000 });
  await app.saved();
  expect(Object.keys((await readDatabase(page)).received)).toHaveLength(submissions().length);
  await page.reload();
  await expect((await app.openItem('1.2.1')).note).toHaveValue('vẫn gõ được');
});

test('the same file again changes nothing', async ({ app, page }) => {
  await app.receive(fixture('v1/2026-11-22-submission.json'));
  await expect(app.results).toContainText('✓ Mới');
  const before = await readDatabase(page);
  await app.page.getByTestId('pick').setInputFiles(fixture('v1/2026-11-22-submission.json'));
  await expect(app.results.filter({ hasText: '✓ Đã có sẵn' })).toHaveCount(1);
  expect(await readDatabase(page)).toEqual(before);
});

test('a file dropped on the page is taken in', async ({ app, page }) => {
  await app.open('#/nhan');
  const { name, buffer } = fixture('v1/2026-11-22-submission.json');
  const dataTransfer = await page.evaluateHandle(([name, text]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], name));
    return transfer;
  }, [name, buffer.toString('utf8')]);
  await page.getByTestId('drop').dispatchEvent('dragover', { dataTransfer });
  await page.getByTestId('drop').dispatchEvent('drop', { dataTransfer });
  await expect(app.results).toContainText('✓ Mới');
});

test('a submission copied as text is taken in by pasting', async ({ app, context, page, device }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await app.begin('Đoàn xã Quảng Xương');
  await app.answer('1.2.1');
  const ready = await app.freeze();
  await ready.getByTestId('copy').click();
  await expect(app.toast).toContainText('Đã chép nội dung');
  const text = await page.evaluate(() => navigator.clipboard.readText());

  const upper = await device();
  await upper.open('#/nhan');
  await upper.page.getByText('Dán nội dung dạng chữ').click();
  await upper.page.getByTestId('paste').fill(text);
  await upper.page.getByTestId('paste-read').click();
  await expect(upper.results).toContainText('✓ Mới');
  await expect(upper.page.getByTestId('paste')).toHaveValue('');
});

test('names and endings that a chat app makes up do not matter', async ({ app }) => {
  const { buffer } = fixture('v1/2026-11-22-submission.json');
  await app.receive({ name: 'ban gui (1).json.txt', mimeType: 'text/plain', buffer });
  await expect(app.results).toContainText('✓ Mới');
});

test('a bundle is taken in with its photos', async ({ app }) => {
  await app.receive(fixture('v1/2026-11-22-bundle.zip'));
  await expect(app.results).toContainText('✓ Mới');
  await app.results.getByRole('link').click();
  await expect(app.submission.locator('img').first()).toBeVisible();
});

test('a newer submission of a unit takes the place of the older one in the list', async ({ app, device }) => {
  await app.begin('Đoàn xã Quảng Xương');
  await app.answer('1.2.1');
  const first = await app.freezeAndDownload();
  await app.open('#/tu-cham');
  await app.answer('2.1.1');
  const second = await app.freezeAndDownload();

  const upper = await device();
  await upper.receive([payload(second), payload(first)]);
  await expect(upper.results).toHaveCount(2, { timeout: 30_000 });
  await expect(upper.results.filter({ hasText: '✓ Bản cũ hơn' })).toHaveCount(1);
  await upper.tab('Cấp dưới');
  await expect(upper.unitRows).toHaveCount(1);
  await expect(upper.unitRows).toContainText('Bản số 2');
  await upper.unitRows.click();
  await expect(upper.submission).toContainText('Sửa so với bản trước: 2.1.1');
});

test('units are found without accents and by where they stand', async ({ app, page }) => {
  test.slow();
  await app.receive(submissions().slice(0, 12));
  await expect(app.results).toHaveCount(12, { timeout: 60_000 });
  await app.tab('Cấp dưới');
  await expect(app.unitRows).toHaveCount(12);
  const names = await app.unitRows.locator('b').first().textContent();
  const plain = names.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
  await page.getByTestId('search').fill(plain.toLowerCase());
  await expect(app.unitRows).toHaveCount(1);
  await expect(page.getByTestId('unit-count')).toHaveText('1/12 đơn vị');
  await page.getByTestId('search').fill('không có đơn vị này');
  await expect(app.unitRows).toHaveCount(0);
  await page.getByTestId('search').fill('');
  const standing = page.getByLabel('Tình trạng');
  await standing.selectOption('vuong');
  const notReady = await app.unitRows.count();
  await expect(app.unitRows.filter({ hasText: '△ Còn vướng' })).toHaveCount(notReady);
  await standing.selectOption('du');
  await expect(app.unitRows.filter({ hasText: '✓ Đủ điều kiện' })).toHaveCount(12 - notReady);
});

test('on a wide screen the list stands beside the submission', async ({ app, page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await app.receive(submissions().slice(0, 2));
  await expect(app.results).toHaveCount(2, { timeout: 30_000 });
  await app.tab('Cấp dưới');
  await app.unitRows.first().click();
  await expect(app.submission).toBeVisible();
  await app.unitRows.last().click();
  await expect(app.unitRows.last()).toHaveAttribute('aria-current', 'true');
  const name = await app.unitRows.last().locator('b').first().textContent();
  await expect(app.submission.getByRole('heading', { level: 1 })).toHaveText(name);
});
