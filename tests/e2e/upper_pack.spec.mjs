// An upper level writes its pack: from what ships with the app, from a pasted table, in two tabs; what is
// wrong is said where it is, and a unit sees what changes before it follows.
import { expect, test } from './support/test.mjs';
import { beginDraft, closePart, openPart } from './support/pack.mjs';

const TABLE = [
  'TT\tNội dung\tĐiều kiện\tĐiểm',
  'I\tTHAM MƯU, CHỈ ĐẠO\t\t20',
  '1\tKế hoạch công tác năm\tCó kế hoạch\t12',
  '\t\tKhông có\t0',
  '2\tBáo cáo\tĐủ, đúng hạn\t8đ',
  '\t\tThiếu\tnăm điểm',
].join('\n');

const unnamed = (page) => expect(page.getByTestId('draft-faults'));

test('a draft is written, mended where it is wrong, looked at, published, and followed by a unit', async ({ app, page, device }) => {
  test.slow();
  await app.begin('Thành Đoàn Bình Hải');
  await app.speakFor('Thành Đoàn Bình Hải');
  await page.goto('./#/soan-bo-huong-dan');
  await page.getByTestId('draft-shipped').click();
  // It has no name yet: that is where the first fault leads.
  await unnamed(page).toContainText('1 lỗi phải sửa');
  await page.getByTestId('pack-make').click();
  await expect(page.getByTestId('draft-held')).toBeVisible();
  await page.getByTestId('pack-name').fill('Hướng dẫn năm 2027');
  await unnamed(page).toContainText('Không có gì sai');

  // An item that becomes another one under its id.
  await openPart(page, 'pack-item-1.2.1');
  await page.getByTestId('item-text').fill('Tổ chức đại hội chi đoàn đúng nhiệm kỳ');
  await expect(page.getByTestId('item-meaning')).toContainText('Chi đoàn nào cũng có danh sách đoàn viên đầy đủ');
  await page.getByTestId('item-new-id').click();
  await expect(page.locator('#part-h')).toContainText('1.2.8');
  await expect(page.getByTestId('item-meaning')).toHaveCount(0);

  // A ladder that rises.
  const steps = page.getByTestId('step-points');
  await steps.nth(1).fill('9');
  await expect(page.getByTestId('part-faults')).toContainText('Điểm phải giảm dần');
  await steps.nth(1).fill('2,5');
  await expect(page.getByTestId('part-faults')).not.toContainText('Điểm phải giảm dần');
  // A step of one's own is named by its points: what the app would propose is not among them.
  await expect(page.getByTestId('part-faults')).toContainText('Thang thiếu mức 2');

  // What is no number stays where it was typed, and nothing is published past it.
  await steps.nth(1).fill('mấy');
  await closePart(page);
  await unnamed(page).toContainText('1 lỗi phải sửa');
  await page.getByTestId('pack-make').click();
  await expect(page.getByTestId('draft-held')).toContainText('1 ô');
  await expect(page.locator('#part-h')).toContainText('1.2.8');
  await expect(steps.nth(1)).toHaveValue('mấy');
  await steps.nth(1).fill('2,5');
  await closePart(page);
  await expect(page.getByTestId('draft-out')).toContainText('1.2.1');

  // By keyboard: down one line, and moved.
  await page.getByTestId('pack-item-1.1.1').focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByTestId('pack-item-1.1.2')).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  const lines = page.locator('[data-row^="item/1.1."]');
  await expect(lines.first()).toHaveAttribute('data-row', 'item/1.1.2');
  await expect(page.getByTestId('pack-item-1.1.2')).toBeFocused();
  await page.getByTestId('draft-undo').click();
  await expect(lines.first()).toHaveAttribute('data-row', 'item/1.1.1');

  await app.saved();
  await page.getByTestId('draft-look').click();
  const looked = page.getByTestId('look-item-1.2.8');
  await expect(looked).toContainText('Tổ chức đại hội chi đoàn đúng nhiệm kỳ');
  await looked.getByRole('radio').first().check();
  await expect(page.getByTestId('look-sum')).toContainText('4/100 điểm');
  await page.getByTestId('look-kind').selectOption('school');
  await page.getByTestId('look-back').click();

  // Words of its own for classes of members, and a template with a task of its own.
  await page.getByTestId('draft-add-class').click();
  await openPart(page, 'pack-class-excellent');
  await page.getByTestId('part-title').fill('Đoàn viên tiêu biểu');
  await closePart(page);
  await page.getByTestId('draft-add-template').selectOption('annual-plan');
  await openPart(page, 'pack-template-mau-1');
  await page.getByTestId('template-short').fill('Kế hoạch theo hướng dẫn 2027');
  // Each of its tasks is a line that opens; a new one stands open.
  const tasks = page.getByTestId('template-row');
  await expect(page.getByTestId('row-text')).toHaveCount(0);
  await tasks.first().locator('summary').click();
  await expect(tasks.first().getByTestId('row-text')).toBeVisible();
  await tasks.first().locator('summary').press('Enter');
  await expect(tasks.first().getByTestId('row-text')).toBeHidden();
  await page.getByTestId('template-row-add').click();
  const task = tasks.last();
  await task.getByTestId('row-text').fill('Ra quân Tháng Thanh niên toàn thành phố');
  await task.getByTestId('row-from').selectOption('3');
  await task.getByTestId('row-serves').selectOption('2.1.1');
  await expect(task.locator('summary')).toHaveText('Ra quân Tháng Thanh niên toàn thành phố Tháng 3');
  await closePart(page);
  await app.saved();

  // Nothing is lost by a reload.
  await page.reload();
  await expect(page.getByTestId('pack-item-1.2.8')).toBeVisible();
  await page.getByTestId('pack-make').click();
  await expect(page.getByTestId('pack-made')).toBeVisible({ timeout: 30_000 });
  const pack = await app.download(page.getByTestId('pack-made').getByTestId('download'));
  await app.open('#/soan-bo-huong-dan');
  await expect(page.getByTestId('draft-row')).toContainText('đã phát hành bản 1');

  const unit = await device();
  await unit.begin('Đoàn phường An Cư');
  await unit.receive({ name: pack.name, mimeType: 'application/octet-stream', buffer: pack.bytes });
  await unit.page.getByTestId('take').or(unit.results.first()).first().waitFor({ timeout: 30_000 });
  const take = unit.page.getByTestId('take');
  if (await take.isVisible()) await take.click();
  await expect(unit.results.first()).toContainText('Hướng dẫn năm 2027', { timeout: 30_000 });
  await unit.open('#/bo-huong-dan');
  await unit.page.getByTestId('pack-look').click();
  await expect(unit.page.getByTestId('differences')).toContainText('Thêm nội dung 1.2.8: Tổ chức đại hội chi đoàn đúng nhiệm kỳ');
  await expect(unit.page.getByTestId('differences')).toContainText('Mức xếp loại đoàn viên: Đoàn viên tiêu biểu');
  await expect(unit.page.getByTestId('differences')).toContainText('Kế hoạch theo hướng dẫn 2027');
  await unit.page.getByTestId('pack-follow').click();
  await expect(unit.page.getByTestId('pack-followed')).toBeVisible({ timeout: 30_000 });
  await expect(unit.page.getByTestId('save')).toHaveAttribute('data-state', 'saved');
  await unit.open('#/ke-hoach/mau');
  await unit.page.getByTestId('template').first().click();
  await expect(unit.page.locator('h1')).toContainText('Kế hoạch theo hướng dẫn 2027');
  await unit.page.getByTestId('no-rows').click();
  await unit.page.getByLabel('Ra quân Tháng Thanh niên toàn thành phố').check();
  await unit.page.getByTestId('take-rows').click();
  await expect(unit.page.getByText('Ra quân Tháng Thanh niên toàn thành phố')).toBeVisible();
  await unit.open('#/so-lieu');
  await unit.page.getByTestId('annual').locator('summary').click();
  await unit.page.getByLabel('Đoàn viên tiêu biểu').fill('3');
  await expect(unit.page.getByTestId('save')).toHaveAttribute('data-state', 'saved');
  await unit.openItem('1.2.8');
  await expect(unit.item('1.2.8').panel).toContainText('Tổ chức đại hội chi đoàn đúng nhiệm kỳ');
});

test('a table pasted from Excel becomes a draft, with what is wrong said by row', async ({ app, page }) => {
  await app.begin('Thành Đoàn Bình Hải');
  await app.open('#/soan-bo-huong-dan/bang');
  await page.getByTestId('table-text').fill(TABLE);
  await expect(page.getByTestId('table-sum')).toContainText('1 tiêu chí, 1 nhóm, 2 nội dung');
  await expect(page.getByTestId('table-row-6')).toContainText('“năm điểm” không phải số điểm');
  // Its own sum is another than that of its items.
  await page.getByTestId('table-text').fill(TABLE.replace('\t\t20', '\t\t25').replace('năm điểm', '5'));
  await expect(page.getByTestId('table-row-2')).toContainText('Ghi 25 điểm, cộng các nội dung được 20');
  await page.getByTestId('table-text').fill(TABLE.replace('năm điểm', '5'));
  await expect(page.getByTestId('table-row-6')).toContainText('mức');
  await page.getByTestId('table-take').click();
  await expect(page.getByTestId('pack-item-I.1')).toContainText('Kế hoạch công tác năm');
  await openPart(page, 'pack-item-I.2');
  await expect(page.getByTestId('step-points').first()).toHaveValue('8');
});

test('a table that Excel saved as CSV is opened, and writes over nothing that was pasted', async ({ app, page }) => {
  await app.begin('Thành Đoàn Bình Hải');
  await app.open('#/soan-bo-huong-dan/bang');
  const csv = TABLE.split('\n').map((row) => row.split('\t').join(';')).join('\r\n');
  const file = { name: 'bang.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${csv}`) };
  await page.getByTestId('pick-table').setInputFiles(file);
  await expect(page.getByTestId('table-sum')).toContainText('1 tiêu chí, 1 nhóm, 2 nội dung');
  await page.getByTestId('pick-table').setInputFiles({ ...file, buffer: Buffer.from('a;b') });
  await expect(page.getByTestId('table-fault')).toContainText('xóa chữ trong ô');
  await expect(page.getByTestId('table-sum')).toContainText('2 nội dung');
});

test('two tabs that write one draft lose nothing of each other', async ({ app, page, context }) => {
  await app.begin('Thành Đoàn Bình Hải');
  await beginDraft(page, 'Hướng dẫn năm 2027');
  await app.saved();
  const other = await context.newPage();
  await other.goto(page.url());
  await openPart(other, 'pack-item-1.1.1');
  await other.getByTestId('item-evidence').fill('Ở thẻ kia');
  await expect(other.getByTestId('save')).toHaveAttribute('data-state', 'saved');
  await openPart(page, 'pack-item-1.1.1');
  await page.getByTestId('item-text').fill('Nắm tình hình tư tưởng đoàn viên, thanh niên; mỗi quý tổng hợp một lần');
  await app.saved();
  // What the other tab wrote came with the writing.
  await expect(page.getByTestId('item-evidence')).toHaveValue('Ở thẻ kia');
});
