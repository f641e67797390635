// Official documents: made from what was noted, as Word, Excel and on paper.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from './support/test.mjs';

/** Runs `use` on a file with these bytes, in a folder that is gone afterwards. */
function withFile(name, bytes, use) {
  const folder = mkdtempSync(join(tmpdir(), 'bcd-'));
  try {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return use(path, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The text of an office file, as LibreOffice and Poppler read it. */
function textOf(name, bytes) {
  return withFile(name, bytes, (path, folder) => {
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    execFileSync('soffice', [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, path]);
    const pdf = path.replace(/\.\w+$/, '.pdf');
    return execFileSync('pdftotext', ['-layout', pdf, '-']).toString();
  });
}

async function fill(app, page) {
  await app.begin('Đoàn phường An Cư', { upper: 'Thành đoàn Dĩ An' });
  await app.answer('1.1.1', '1.2.1');
  await app.open('#/van-ban');
  await page.getByTestId('place').fill('An Cư');
  await page.getByTestId('signer').fill('Nguyễn Văn Bình');
  await app.saved();
}

test('the report shows the score, what was written, and the head of the unit', async ({ app, page }) => {
  await fill(app, page);
  await app.open('#/van-ban/bao-cao');
  await page.getByTestId('limits').fill('Kinh phí hoạt động còn ít.');
  await page.getByTestId('number').fill('7');
  const paper = page.getByTestId('paper');
  await expect(paper).toContainText('Kinh phí hoạt động còn ít.', { timeout: 20_000 });
  await expect(paper).toContainText('07-BC/ĐTN');
  await expect(paper).toContainText('THÀNH ĐOÀN DĨ AN');
  await expect(paper).toContainText('8/40');
  await expect(paper).toContainText('Nguyễn Văn Bình');
});

test('Word and Excel files open in LibreOffice with the same words', async ({ app, page }) => {
  test.slow();
  await fill(app, page);
  await app.open('#/van-ban/tu-cham');
  await expect(page.getByTestId('paper')).toContainText('BẢNG TỰ CHẤM ĐIỂM', { timeout: 20_000 });
  const word = await app.download(page.getByTestId('docx'));
  expect(word.name).toMatch(/^[\w.-]+\.docx$/);
  expect(textOf(word.name, word.bytes)).toContain('BẢNG TỰ CHẤM ĐIỂM');
  const excel = await app.download(page.getByTestId('xlsx'));
  expect(excel.name).toMatch(/^[\w.-]+\.xlsx$/);
  expect(textOf(excel.name, excel.bytes)).toContain('1.2.1');
});

test('what is printed is the sheet alone: A4, its margins, nothing of the app', async ({ app, page }) => {
  await fill(app, page);
  await app.open('#/van-ban/bao-cao');
  await expect(page.getByTestId('paper')).toContainText('BÁO CÁO', { timeout: 20_000 });
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const { text, info, boxes } = withFile('in.pdf', pdf, (path) => ({
    text: execFileSync('pdftotext', ['-layout', path, '-']).toString(),
    info: execFileSync('pdfinfo', [path]).toString(),
    boxes: execFileSync('pdftotext', ['-bbox', path, '-']).toString(),
  }));
  expect(info).toMatch(/Page size:\s+59[45][.\d]* x 84[12]/);
  expect(text).toContain('ĐOÀN TNCS HỒ CHÍ MINH');
  expect(text).not.toContain('Trang chủ');
  expect(text).not.toContain('Phần bạn viết');
  // 30 mm on the left, 20 mm on the right, in points; a hair of tolerance for slanted letters.
  const words = [...boxes.matchAll(/<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"/g)];
  expect(words.length).toBeGreaterThan(30);
  for (const [, left, right] of words) {
    expect(Number(left)).toBeGreaterThan(83);
    expect(Number(right)).toBeLessThan(595 - 54);
  }
});

test('a document that is not there says so and leads back', async ({ app, page }) => {
  await app.begin();
  await app.open('#/van-ban/quy-9');
  await expect(page.getByText('Không có văn bản này.')).toBeVisible();
  await page.getByRole('link', { name: 'Tất cả văn bản' }).click();
  await expect(page.getByRole('link', { name: 'Báo cáo kết quả' })).toBeVisible();
});
