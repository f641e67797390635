// Official documents: made from what was noted, as Word, Excel and on paper.
import { expect, test } from './support/test.mjs';
import { expectHead, expectSheets, print, textsOf } from './support/printed.mjs';
import { addBranches, meet } from './support/year.mjs';

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

test('what was left empty is named, and prints all the same', async ({ app, page }) => {
  await fill(app, page);
  await app.open('#/van-ban/ke-hoach');
  await expect(page.getByTestId('papers-empty')).toContainText('Căn cứ');
  await page.getByTestId('grounds').fill('Nghị quyết của Đảng uỷ');
  await expect(page.getByTestId('papers-empty')).not.toContainText('Căn cứ');
  await expect(page.getByTestId('paper')).toContainText('Nghị quyết của Đảng uỷ', { timeout: 20_000 });
});

test('Word and Excel files open in LibreOffice with the same words', async ({ app, page }) => {
  test.slow();
  await fill(app, page);
  await app.open('#/van-ban/tu-cham');
  await expect(page.getByTestId('paper')).toContainText('BẢNG TỰ CHẤM ĐIỂM', { timeout: 20_000 });
  const word = await app.download(page.getByTestId('docx'));
  expect(word.name).toMatch(/^[\w.-]+\.docx$/);
  const excel = await app.download(page.getByTestId('xlsx'));
  expect(excel.name).toMatch(/^[\w.-]+\.xlsx$/);
  const [text, table] = textsOf([word, excel]);
  expect(text).toContain('BẢNG TỰ CHẤM ĐIỂM');
  expect(table).toContain('1.2.1');
});

test('what is printed is the sheet alone: A4, its margins, nothing of the app', async ({ app, page }) => {
  await fill(app, page);
  await app.open('#/van-ban/bao-cao');
  await expect(page.getByTestId('paper')).toContainText('BÁO CÁO', { timeout: 20_000 });
  const printed = await print(page);
  expectSheets(printed);
  expectHead(printed);
  expect(printed.text).toContain('ĐOÀN TNCS HỒ CHÍ MINH');
  expect(printed.text).not.toContain('Trang chủ');
  expect(printed.text).not.toContain('Phần bạn viết');
});

/** A year with something for every document. */
async function fillYear(app, page) {
  const field = async (name, text) => page.getByTestId(name).fill(text);
  await fill(app, page);
  await addBranches(app, ['Chi đoàn Thôn Một', 'Chi đoàn Thôn Hai']);
  await app.open('#/ke-hoach/mau/annual-plan');
  await page.getByTestId('take-rows').click();
  await expect(page.getByTestId('task').first()).toBeVisible();
  await meet(app, 'Chi đoàn Thôn Một', { present: 18 });
  await field('conclusions', 'Ra quân ngày 26/3');
  await app.open('#/ghi');
  await page.getByTestId('note-intro').click();
  await field('who', 'N.V.A');
  await app.open('#/chi-doan');
  await page.getByTestId('add-joint').click();
  await field('partner', 'Công an xã');
  await field('content', 'Tuyên truyền pháp luật');
  await field('ours', 'Cử đoàn viên');
  await field('theirs', 'Tập huấn');
  await app.saved();
}

/** Each document of the list: its name there, what its title says, and a word only it has. */
const DOCUMENTS = [
  ['Kế hoạch công tác năm', 'KẾ HOẠCH', 'Ban hành kế hoạch công tác năm'],
  ['Bản đăng ký “3 chủ động”', 'BẢN ĐĂNG KÝ', 'Giải pháp và lộ trình'],
  ['Bảng tự chấm điểm', 'BẢNG TỰ CHẤM ĐIỂM', 'Điều kiện chấm'],
  ['Báo cáo kết quả', 'BÁO CÁO', 'Số liệu chính'],
  ['Kế hoạch công trình thanh niên', 'KẾ HOẠCH', 'Mỗi chi đoàn thực hiện một phần việc'],
  ['Chương trình rèn luyện đoàn viên', 'BẢNG THEO DÕI', 'Nội dung đăng ký'],
  ['Theo dõi chủ trương 1+1', 'BẢNG THEO DÕI', 'N.V.A'],
  ['Phối hợp với Công an xã', 'CHƯƠNG TRÌNH PHỐI HỢP', 'Tuyên truyền pháp luật'],
  ['Kế hoạch quý 1', 'KẾ HOẠCH', 'Việc phát sinh'],
  [/^Biên bản ngày/, 'BIÊN BẢN', 'Ra quân ngày 26/3'],
];

test('each of the ten documents is previewed and printed within its margins', async ({ app, page }) => {
  test.setTimeout(180_000);
  await fillYear(app, page);
  const squeezed = (text) => text.replaceAll(/\s+/g, '');
  for (const [name, kind, word] of DOCUMENTS) {
    await test.step(String(name), async () => {
      await app.open('#/van-ban');
      await page.getByRole('link', { name }).click();
      const paper = page.getByTestId('paper');
      await expect(paper).toContainText(kind, { timeout: 20_000 });
      await expect(paper).toContainText(word);
      const printed = await print(page);
      expectSheets(printed);
      expectHead(printed);
      // A table that goes on over pages repeats its head on each.
      if (name === 'Kế hoạch công tác năm') {
        const wide = printed.pages.filter(({ width, height }) => width > height);
        expect(wide.length).toBeGreaterThan(1);
        for (const { words } of wide) expect(words.map(({ text }) => text)).toContain('STT');
      }
      // What the preview says, the paper says: no line is lost or cut.
      const text = squeezed(printed.text);
      for (const line of await paper.locator('p, li, h2, h3').allInnerTexts()) {
        for (const part of line.split(/\s+/).filter((part) => part.length > 1)) expect(text).toContain(part);
      }
    });
  }
});

test('each of the ten documents opens in LibreOffice as Word and as Excel', async ({ app, page }) => {
  test.setTimeout(300_000);
  await fillYear(app, page);
  const files = [];
  for (const [name, kind] of DOCUMENTS) {
    await test.step(String(name), async () => {
      await app.open('#/van-ban');
      await page.getByRole('link', { name }).click();
      await expect(page.getByTestId('paper')).toContainText(kind, { timeout: 20_000 });
      const docx = await app.download(page.getByTestId('docx'));
      expect(docx.name).toMatch(/^[\w.-]+\.docx$/);
      const xlsx = await app.download(page.getByTestId('xlsx'));
      expect(xlsx.name).toMatch(/^[\w.-]+\.xlsx$/);
      files.push(docx, xlsx);
    });
  }
  const squeezed = (text) => text.replaceAll(/\s+/g, '');
  const texts = textsOf(files).map(squeezed);
  DOCUMENTS.forEach(([, kind, word], at) => {
    const [docx, xlsx] = texts.slice(2 * at);
    expect(docx).toContain(squeezed(kind));
    for (const part of word.split(' ')) expect(docx).toContain(part);
    expect(xlsx).toContain(squeezed(kind));
  });
});

test('from a meeting one tap leads to its minutes', async ({ app, page }) => {
  await app.begin();
  await meet(app, '', { present: 18 });
  await page.getByTestId('conclusions').fill('Ra quân ngày 26/3');
  await page.getByTestId('to-paper').click();
  await expect(page.getByTestId('paper')).toContainText('BIÊN BẢN', { timeout: 20_000 });
  await expect(page.getByTestId('paper')).toContainText('Ra quân ngày 26/3');
});

test('a document that is not there says so and leads back', async ({ app, page }) => {
  await app.begin();
  await app.open('#/van-ban/quy-9');
  await expect(page.getByText('Không có văn bản này.')).toBeVisible();
  await page.getByRole('link', { name: 'Tất cả văn bản' }).click();
  await expect(page.getByRole('link', { name: 'Báo cáo kết quả' })).toBeVisible();
});
