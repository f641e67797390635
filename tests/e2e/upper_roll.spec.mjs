// The list of units: who should report, who has sent what, and what became of units as such.
import { expect, test } from './support/test.mjs';
import { readDatabase } from './support/database.mjs';
import { submissions } from './support/samples.mjs';

/** Pastes a table into the page that takes lists in. */
async function paste(app, rows) {
  await app.open('#/don-vi/nhap');
  await app.paste(app.page.getByTestId('paste-table'), rows.map((row) => row.join('\t')).join('\n'));
  await expect(app.page.getByTestId('import-counts')).toBeVisible();
}

/** The same, and says yes. */
async function takeIn(app, rows) {
  await paste(app, rows);
  await app.page.getByTestId('import-yes').click();
  await expect(app.page.getByTestId('roll-sums')).toBeVisible();
}

const LIST = [
  ['TT', 'Tên đơn vị', 'Loại', 'Cụm thi đua', 'Bí thư', 'SĐT'],
  ['1', 'Đoàn xã Nga Sơn', 'Xã', 'Cụm 1', 'Lê Thị Hoa', '0912345678'],
  ['2', 'Đoàn xã Hà Trung', 'Xã', 'Cụm 1', '', ''],
  ['3', 'Đoàn trường THPT Ba Đình', 'Trường', 'Cụm 2', '', ''],
];

test('a list from Excel is shown before it is stored, and a second one says what differs', async ({ app, page }) => {
  await paste(app, LIST);
  await expect(page.getByTestId('import-counts')).toHaveText('3 mới · 0 thay đổi · 0 như cũ · 0 lặp · 0 chưa nhận được');
  expect((await readDatabase(page)).roll ?? {}).toEqual({});
  await page.getByTestId('import-yes').click();
  await expect(app.unitRows).toHaveCount(3);
  await expect(page.getByTestId('roll-sums')).toContainText('3 đơn vị');
  await expect(page.getByTestId('roll-sums')).toContainText('3 chưa đăng ký');

  await paste(app, [...LIST.slice(0, 2), ['9', 'ĐOÀN XÃ HÀ TRUNG', 'Xã', 'Cụm 3', 'Mai Văn Minh', ''], ['10', '', '', '', 'Ai đó', '']]);
  await expect(page.getByTestId('import-counts')).toHaveText('0 mới · 1 thay đổi · 1 như cũ · 0 lặp · 1 chưa nhận được');
  await expect(page.getByTestId('planned').filter({ hasText: 'Dòng 4' })).toContainText('thiếu tên đơn vị');
  await page.getByTestId('import-yes').click();
  await expect(app.unitRows).toHaveCount(3);
  await expect(app.unitRows.filter({ hasText: 'Cụm 3' })).toHaveCount(1);
  // And all of it back again.
  await app.open('#/don-vi/nhap');
  await page.getByTestId('import-back').first().click();
  await expect(app.toast).toContainText('như trước lần nhập');
  await app.open('#/don-vi');
  await expect(app.unitRows.filter({ hasText: 'Cụm 3' })).toHaveCount(0);
  await expect(app.unitRows).toHaveCount(3);
});

test('who has not sent is known, reminded, and a view of them can be sent to a colleague', async ({ app, page }) => {
  test.slow();
  const [sent, other] = submissions();
  await app.receive([sent, other]);
  await expect(app.results).toHaveCount(2, { timeout: 60_000 });
  await app.open('#/don-vi');
  const first = await app.unitRows.first().locator('b').first().textContent();
  await takeIn(app, [...LIST, ['4', first.toUpperCase(), '', 'Cụm 9', '', '']]);
  await expect(page.getByTestId('roll-sums')).toContainText('2 ngoài danh sách');
  // A name only proposes: a person says yes.
  await page.getByTestId('to-strays').click();
  await expect(page.getByTestId('stray')).toHaveCount(2);
  await page.getByTestId('match-all').click();
  await expect(page.getByTestId('stray')).toHaveCount(1);
  await page.getByTestId('stray-add').click();
  await expect(page.getByTestId('stray')).toHaveCount(0);
  await app.open('#/don-vi');
  await expect(app.unitRows).toHaveCount(5);
  await expect(page.getByTestId('roll-sums')).toContainText('2 đã gửi');
  await expect(app.unitRows.filter({ hasText: 'Đã gửi lần' })).toHaveCount(2);

  await page.getByTestId('by-standing').selectOption('chua-gui');
  await expect(app.unitRows).toHaveCount(3);
  await expect(page).toHaveURL(/tt=chua-gui/u);
  await page.getByTestId('by-cluster').selectOption('Cụm 1');
  await expect(app.unitRows).toHaveCount(2);
  await page.reload();
  await expect(app.unitRows).toHaveCount(2);
  await page.getByTestId('remind-all').click();
  const text = page.getByTestId('reminder-text');
  await expect(text).toHaveValue(/2 đơn vị chưa gửi[^]*1\. Đoàn xã Hà Trung[^]*2\. Đoàn xã Nga Sơn/u);
  await expect(text).not.toHaveValue(/0912345678|Lê Thị Hoa/u);
});

test('what is typed of a unit is saved wherever one goes at once, and the page still answers', async ({ app, page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await takeIn(app, LIST);
  const open = async () => {
    await app.unitRows.filter({ hasText: 'Nga Sơn' }).click();
    await expect(app.heading).toHaveText('Đoàn xã Nga Sơn');
  };
  await open();
  await page.getByTestId('officer').fill('Mai Văn Minh');
  // The tap takes the page away before the write has ended.
  await page.getByRole('link', { name: 'Cấp dưới' }).first().click();
  await expect(app.unitRows).toHaveCount(3);
  await open();
  await expect(page.getByTestId('officer')).toHaveValue('Mai Văn Minh');
  // Who rests is saved, and goes on; the last text is the one that stays.
  await page.getByTestId('officer').press('End');
  await page.getByTestId('officer').pressSequentially(' và Lê Hoa', { delay: 120 });
  await page.waitForTimeout(1000);
  await page.getByTestId('officer').pressSequentially(', Cụm 1');
  await page.goBack();
  await expect.poll(async () => JSON.stringify((await readDatabase(page)).roll)).toContain('Lê Hoa, Cụm 1');
  await page.reload();
  await open();
  await expect(page.getByTestId('officer')).toHaveValue('Mai Văn Minh và Lê Hoa, Cụm 1');
});

test('two communes become one: this year has the new one, last year the old ones', async ({ app, page }) => {
  const year = new Date().getFullYear();
  await takeIn(app, LIST);
  await app.unitRows.filter({ hasText: 'Nga Sơn' }).click();
  await expect(app.heading).toHaveText('Đoàn xã Nga Sơn');
  await page.getByTestId('act-kind').selectOption('merge');
  await page.getByTestId('act-find').fill('ha trung');
  await page.getByTestId('act-other').check();
  await page.getByTestId('act-text').fill('Đoàn xã Mới');
  await page.getByTestId('act-from').selectOption(String(year));
  await page.getByTestId('act-note').fill('12-QĐ/TĐTN');
  await page.getByTestId('act-do').click();
  await expect(page.getByTestId('line-about')).toContainText('Nay thuộc: Đoàn xã Mới');
  await app.open(`#/don-vi?nam=${year}`);
  await expect(app.unitRows).toHaveCount(2);
  await app.unitRows.filter({ hasText: 'Đoàn xã Mới' }).click();
  await expect(page.getByTestId('line-about')).toContainText('Từ: ');
  await app.open(`#/don-vi?nam=${year - 1}`);
  await expect(app.unitRows).toHaveCount(3);
  await app.unitRows.filter({ hasText: 'Hà Trung' }).click();
  await page.getByTestId('act-back').click();
  await app.open(`#/don-vi?nam=${year}`);
  await expect(app.unitRows.filter({ hasText: 'Hà Trung' })).toHaveCount(1);
});

test('however many units there are, at most a hundred are drawn', async ({ app, page }) => {
  const rows = Array.from({ length: 1900 }, (_, at) => [`Đoàn xã số ${at + 1}`, `Cụm ${at % 34}`]);
  await takeIn(app, [['Tên đơn vị', 'Cụm'], ...rows]);
  await expect(page.getByTestId('unit-count')).toHaveText('1900/1900 đơn vị');
  await expect(app.unitRows).toHaveCount(100);
  await page.getByTestId('turn-on').click();
  await expect(app.unitRows.first()).toContainText('số 101');
  await page.getByTestId('search').fill('so 1900');
  await expect(app.unitRows).toHaveCount(1);
});

test('many units are given to an officer at once, by ticks and by a pasted column, and taken back at once', async ({ app, page }) => {
  await takeIn(app, LIST);
  const row = (name) => app.unitRows.filter({ hasText: name });
  await page.getByTestId('assign').click();
  await page.getByTestId('by-cluster').selectOption('Cụm 1');
  await page.getByTestId('assign-all').click();
  await expect(page.getByTestId('assign-ticked')).toHaveText('Đã chọn 2 đơn vị');
  await page.getByTestId('assign-look').click();
  await expect(page.getByTestId('assign-fault')).toContainText('Chưa ghi tên cán bộ');
  await page.getByTestId('assign-name').fill('Mai Văn Minh');
  await page.getByTestId('assign-look').click();
  await expect(page.getByTestId('assign-preview')).toContainText('Sẽ giao 2 đơn vị');
  await expect(page.getByTestId('assign-preview')).toContainText('Đoàn xã Hà Trung: – → Mai Văn Minh');
  await page.getByTestId('assign-yes').click();
  await expect(app.toast).toContainText('Đã giao 2 đơn vị');
  await expect(row('Nga Sơn')).toContainText('Mai Văn Minh');

  // A column in the order of the list: the school, Hà Trung, Nga Sơn.
  await page.getByTestId('by-cluster').selectOption('');
  await expect(app.unitRows).toHaveCount(3);
  await page.getByTestId('assign-panel').getByText('Dán một cột từ Excel').click();
  await page.getByTestId('assign-column').fill('Lê Hoa\n\nTrần Nam\nThừa');
  await page.getByTestId('assign-column-look').click();
  await expect(page.getByTestId('assign-fault')).toContainText('4 dòng mà đang hiện 3 đơn vị');
  await page.getByTestId('assign-column').fill('Lê Hoa\n\nTrần Nam\n');
  await page.getByTestId('assign-column-look').click();
  await expect(page.getByTestId('assign-preview')).toContainText('trong đó 1 đơn vị đang do người khác theo dõi');
  await page.getByTestId('assign-yes').click();
  await expect(app.toast).toContainText('Đã giao 2 đơn vị');
  await expect(app.unitRows.first()).toContainText('Lê Hoa');
  await page.getByTestId('by-officer').selectOption('Mai Văn Minh');
  await expect(app.unitRows).toHaveCount(1);

  await app.open('#/don-vi/nhap');
  await page.getByTestId('import-back').first().click();
  await expect(app.toast).toContainText('như trước lần nhập');
  await app.open('#/don-vi');
  await expect(app.unitRows.filter({ hasText: 'Mai Văn Minh' })).toHaveCount(2);
  await expect(app.unitRows.filter({ hasText: 'Lê Hoa' })).toHaveCount(0);
});

test('a table with a column of officers is matched by name, and the list is saved for Excel as it is filtered', async ({ app, page }) => {
  await takeIn(app, LIST);
  await takeIn(app, [['Tên đơn vị', 'Cán bộ theo dõi'], ['Đoàn xã Hà Trung', 'Lê Hoa'], ['ĐOÀN XÃ NGA SƠN', '=HYPERLINK("http://x")']]);
  await page.getByTestId('by-cluster').selectOption('Cụm 1');
  await expect(app.unitRows).toHaveCount(2);
  const saved = await app.download(page.getByTestId('units-csv'));
  expect(saved.name).toMatch(/\.csv$/);
  const text = saved.bytes.toString('utf8');
  expect(text.startsWith('\uFEFF')).toBe(true);
  const lines = text.slice(1).trim().split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toContain('Cán bộ theo dõi');
  expect(lines[1]).toContain('Đoàn xã Hà Trung');
  // What would be a formula is a text, and nobody's telephone leaves.
  expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(text).not.toMatch(/0912345678|Lê Thị Hoa/u);
});
