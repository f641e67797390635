// Sending up: a person sees what leaves, freezes it, and hands one file out.
import { expect, test } from './support/test.mjs';
import { photo } from './support/samples.mjs';

/** A unit with answers, notes that leave and notes that stay. */
async function fill(app) {
  await app.begin('Đoàn xã Quảng Xương', { upper: 'Tỉnh đoàn Thanh Hoá' });
  await app.answer('1.1.1', '1.2.1', '1.3.1');
  const opinions = await app.openItem('1.1.1');
  await opinions.note.fill('Ghi chú nhạy cảm về một bạn.');
  const roll = await app.openItem('1.2.1');
  await roll.note.fill('Đủ 12 chi đoàn.');
  await roll.privateNote.fill('Nhắc bí thư chi đoàn 3.');
  await roll.addDocument({ title: 'Danh sách đoàn viên', number: '01-DS/ĐTN' });
  await app.saved();
}

test('the page says what leaves and what stays', async ({ app, page }) => {
  await fill(app);
  await app.open('#/gui');
  const contents = page.locator('.contents');
  await expect(contents).toContainText('Đoàn xã Quảng Xương · Tỉnh đoàn Thanh Hoá');
  await expect(contents).toContainText('3/31 nội dung đã chấm, tổng 11/100 điểm');
  await expect(contents).toContainText('1 ghi chú gửi kèm');
  await expect(contents).toContainText('1 minh chứng');
  await expect(page.getByTestId('stays')).toContainText('2 ghi chú riêng hoặc nhạy cảm và 0 minh chứng giữ lại');
});

test('the file has what the page said, and nothing that stays', async ({ app }) => {
  await fill(app);
  const { name, bytes } = await app.freezeAndDownload();
  expect(name).toBe('BCD_doan-xa-quang-xuong_2026_ban-gui-1.json'.replace('2026', String(new Date().getFullYear())));
  const text = bytes.toString('utf8');
  const file = JSON.parse(text);
  expect(file).toMatchObject({ format: 'ba-chu-dong', version: 1, kind: 'submission', seq: 1 });
  expect(file.unit.name).toBe('Đoàn xã Quảng Xương');
  expect(file.body.answers['1.2.1']).toEqual({ step: '4', note: 'Đủ 12 chi đoàn.' });
  expect(text).not.toContain('Nhắc bí thư');
  expect(text).not.toContain('nhạy cảm về một bạn');
});

test('evidence of a sensitive item stays unless it is a document', async ({ app, page }) => {
  await fill(app);
  const item = await app.openItem('1.3.1');
  await item.addFiles({ name: 'ten-ban-tre.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF tên bạn trẻ') });
  await expect(item.pieces).toContainText('ở lại đơn vị', { timeout: 30_000 });
  await app.open('#/gui');
  await expect(page.getByTestId('stays')).toContainText('1 minh chứng giữ lại');
  const { bytes } = await app.freezeAndDownload();
  expect(bytes.includes('ten-ban-tre')).toBe(false);
});

test('the title of a document of a sensitive item goes up only where a person ticks it', async ({ app }) => {
  await fill(app);
  const item = await app.openItem('1.3.1');
  await item.addDocument({ title: 'Báo cáo về bạn A', number: '12-BC/ĐTN' });
  const tick = item.panel.getByTestId('title-goes');
  await expect(tick).not.toBeChecked();
  await app.saved();
  const first = (await app.freezeAndDownload()).bytes.toString('utf8');
  expect(first).toContain('12-BC/ĐTN');
  expect(first).not.toContain('Báo cáo về bạn A');
  await app.openItem('1.3.1');
  await tick.check();
  await app.saved();
  const second = (await app.freezeAndDownload()).bytes.toString('utf8');
  expect(second).toContain('Báo cáo về bạn A');
});

test('the page says what goes up for the first time', async ({ app, page }) => {
  await fill(app);
  await app.open('#/gui');
  const first = page.getByTestId('first-time');
  await expect(first).toContainText('Đây là bản gửi đầu tiên');
  await app.freeze();
  await expect(first).toContainText('Không có gì mới so với bản gửi trước');
  const item = await app.openItem('1.2.2');
  await item.note.fill('Đã xác nhận quý I.');
  await app.saved();
  await app.open('#/gui');
  await expect(first).toContainText('1.2.2: Ghi chú gửi kèm');
});

test('evidence that a person keeps back stays', async ({ app }) => {
  await fill(app);
  const item = await app.openItem('2.1.1');
  const piece = await item.addDocument({ title: 'Biên bản nội bộ' });
  await piece.getByLabel('Giữ ở đơn vị, không gửi lên').check();
  const { bytes } = await app.freezeAndDownload();
  expect(bytes.toString('utf8')).not.toContain('Biên bản nội bộ');
});

test('an edit after sending is named', async ({ app, page }) => {
  await fill(app);
  await app.freeze();
  await expect(page.getByTestId('changed')).toHaveText('✓ Chưa sửa gì từ lúc gửi.');
  await app.open('#/tu-cham');
  await app.answer('2.1.1');
  await app.open('#/gui');
  await expect(page.getByTestId('changed')).toHaveText('△ Đã sửa sau khi gửi: 2.1.1');
});

test('an edit of what stays at home is no change', async ({ app, page }) => {
  await fill(app);
  await app.freeze();
  const item = await app.openItem('2.1.1');
  await item.privateNote.fill('Chỉ cho đơn vị.');
  await app.open('#/gui');
  await expect(page.getByTestId('changed')).toHaveText('✓ Chưa sửa gì từ lúc gửi.');
});

test('the second submission has number 2 and knows the first', async ({ app }) => {
  await fill(app);
  const first = JSON.parse((await app.freezeAndDownload()).bytes);
  await app.open('#/tu-cham');
  await app.answer('2.1.1');
  await app.freeze();
  await expect(app.page.getByTestId('ready')).toContainText('Bản gửi số 2');
  const second = await app.download();
  const file = JSON.parse(second.bytes);
  expect(second.name).toContain('ban-gui-2');
  expect(file).toMatchObject({ seq: 2, parent: first.digest });
});

test('an earlier submission can be had again, byte for byte', async ({ app, page }) => {
  await fill(app);
  const first = await app.freezeAndDownload();
  await app.open('#/tu-cham');
  await app.answer('2.1.1');
  await app.freeze();
  await page.locator('.earlier', { hasText: 'Bản số 1' }).getByRole('button').click();
  await expect(page.getByTestId('filename')).toContainText(first.name);
  const again = await app.download();
  expect(again.bytes.equals(first.bytes)).toBe(true);
});

test('a submission with many photos is a bundle', async ({ app, page }) => {
  test.slow();
  await fill(app);
  const item = await app.openItem('2.2.3');
  for (const size of [1600, 1599, 1598, 1597, 1596, 1595]) {
    await item.addFiles(await photo(page, { width: size, height: 1200, name: `anh-${size}.jpg` }));
  }
  await expect(item.pieces).toHaveCount(6, { timeout: 60_000 });
  const { name, bytes } = await app.freezeAndDownload();
  expect(name).toMatch(/ban-gui-1\.zip$/);
  expect(bytes.subarray(0, 2).toString()).toBe('PK');
  expect(bytes.includes('Exif')).toBe(false);
});

test('the file goes to the share sheet under a name that it takes', async ({ app, page }) => {
  await page.addInitScript(() => {
    navigator.canShare = () => true;
    navigator.share = async ({ files }) => { window.shared = [files[0].name, files[0].type, files[0].size]; };
  });
  await fill(app);
  const ready = await app.freeze();
  await ready.getByTestId('share').click();
  await expect(app.toast).toContainText('Đã đưa tệp cho ứng dụng khác');
  const [name, type, size] = await page.evaluate(() => window.shared);
  expect([name.slice(-9), type]).toEqual(['.json.txt', 'text/plain']);
  expect(size).toBeGreaterThan(1000);
});

test('a sample says that it is one before it is sent', async ({ app, page }) => {
  await app.open('#/thu');
  await expect(app.items.first()).toBeVisible();
  await app.open('#/gui');
  await expect(page.getByText('Đây là đơn vị mẫu')).toBeVisible();
  const { bytes } = await app.freezeAndDownload();
  expect(JSON.parse(bytes).body.sample ?? JSON.parse(bytes).sample).toBe(true);
});
