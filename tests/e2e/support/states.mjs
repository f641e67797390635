// The pages and states that people see, each brought about as a person would.
import { expect } from '@playwright/test';
import { fixture, photo, submissions } from './samples.mjs';
import { addBranches, meet } from './year.mjs';
import { beginDraft, closePart, openPart } from './pack.mjs';

/** A list of units, as it is copied from Excel. */
const UNITS = [
  ['TT', 'Tên đơn vị', 'Loại', 'Cụm thi đua', 'Bí thư', 'SĐT', 'Cán bộ theo dõi'],
  ['1', 'Đoàn xã Nga Sơn', 'Xã', 'Cụm 1', 'Lê Thị Hoa', '0912345678', 'Trần Văn Nam'],
  ['2', 'Đoàn xã Hà Trung', 'Xã', 'Cụm 1', '', '9.12346E+08', ''],
  ['3', 'Đoàn trường THPT Ba Đình', 'Trường', 'Cụm 2', '', '', ''],
  ['4', 'Đoàn Công ty May 10', 'Doanh nghiệp', 'Cụm 2', '', '', ''],
  ['5', '', '', '', 'Ai đó', '', ''],
].map((row) => row.join('\t')).join('\n');

/** A unit with some answers, evidence and notes; ends anywhere. */
export async function fill(app) {
  await app.begin('Đoàn xã Quảng Xương', { upper: 'Tỉnh đoàn Thanh Hoá' });
  await app.answer('1.1.1', '1.1.2', '1.2.1', '1.2.2', '2.1.1');
  await app.item('2.2.1').step('3').click();
  const item = await app.openItem('1.2.1');
  await item.addDocument({ title: 'Danh sách đoàn viên', number: '01-DS/ĐTN', date: '2026-01-15' });
  await item.addLink('khong-phai-duong-dan');
  await item.addFiles(await photo(app.page, { width: 640, height: 480 }));
  await expect(item.pieces.locator('img')).toBeVisible({ timeout: 30_000 });
  await item.note.fill('Đủ 12 chi đoàn.');
  await app.saved();
}

/** [name, how to get there] of each state; they build on each other in this order. */
export const STATES = [
  ['bat-dau', async (app) => {
    await app.open();
    await app.page.getByTestId('begin').click();
    await app.page.getByTestId('unit-name').press('Tab');
  }],
  ['tu-cham', async (app) => {
    await fill(app);
    await app.open('#/tu-cham');
    await expect(app.items.first()).toBeVisible();
  }],
  ['noi-dung', async (app) => {
    const item = await app.openItem('1.2.1');
    await expect(item.pieces).toHaveCount(3);
  }],
  ['khong-ap-dung', async (app) => {
    const item = await app.openItem('1.3.1');
    await item.na.check();
  }],
  ['trang-chu', async (app) => {
    await app.open('#/');
    await app.page.locator('details').first().locator('summary').click();
  }],
  ['gui', async (app) => {
    await app.open('#/gui');
    for (const fold of await app.page.locator('details').all()) await fold.locator('summary').click();
  }],
  ['gui-loi', async (app) => {
    // The half-typed link is said to be wrong before anything is made.
    await app.page.getByTestId('freeze').click();
    await expect(app.page.getByTestId('send-fault')).toBeVisible({ timeout: 30_000 });
  }],
  ['da-gui', async (app) => {
    await app.open('#/tu-cham/1.2.1');
    await app.page.getByTestId('ev-url').fill('https://tinhdoan.example/tin');
    await app.saved();
    await app.open('#/gui');
    await app.freeze();
  }],
  ['don-vi-trong', async (app) => app.open('#/don-vi')],
  ['nhan', async (app) => {
    await app.receive([fixture('broken/html.json'), fixture('v1/2026-11-22-submission-with-photo.json'), fixture('v1/2026-11-22-backup.json'), ...submissions().slice(0, 8)]);
    await expect(app.results).toHaveCount(11, { timeout: 60_000 });
  }],
  ['don-vi', async (app) => {
    await app.open('#/don-vi');
    await expect(app.unitRows).toHaveCount(9);
  }],
  ['ban-gui', async (app) => {
    await app.unitRows.filter({ hasText: 'An Cư' }).or(app.unitRows).first().click();
    await expect(app.submission).toBeVisible();
  }],
  ['danh-sach-nhap', async (app) => {
    await app.open('#/don-vi/nhap');
    await app.page.getByTestId('paste-table').fill(UNITS);
    await expect(app.page.getByTestId('import-counts')).toContainText(/^4 /);
  }],
  ['danh-sach', async (app) => {
    await app.page.getByTestId('import-yes').click();
    await expect(app.page.getByTestId('roll-sums')).toContainText(/^4 /);
    await app.page.getByTestId('remind').first().click();
    await expect(app.page.getByTestId('reminder')).toBeVisible();
  }],
  ['danh-sach-ghep', async (app) => {
    await app.open('#/don-vi/ghep');
    await expect(app.page.getByTestId('stray').first()).toBeVisible();
  }],
  ['danh-sach-don-vi', async (app) => {
    await app.open('#/don-vi?tt=chua-gui');
    await app.unitRows.first().click();
    await app.page.getByTestId('act-kind').selectOption('merge');
    await app.page.getByTestId('act-find').fill('ha');
    await expect(app.page.getByTestId('act-other').first()).toBeVisible();
  }],
  ['bang-tong-hop', async (app) => {
    await app.open('#/bang-tong-hop');
    await expect(app.page.getByTestId('table-count')).toContainText('/', { timeout: 30_000 });
  }],
  ['bang-tong-hop-noi-dung', async (app) => {
    await app.open('#/bang-tong-hop/xem=noi-dung');
    await expect(app.page.getByTestId('table-item').first()).toBeVisible({ timeout: 30_000 });
  }],
  ['bang-tong-hop-bieu-do', async (app) => {
    await app.open('#/bang-tong-hop/xem=bieu-do');
    await expect(app.page.getByTestId('chart-scores')).toBeVisible({ timeout: 30_000 });
  }],
  ['them', async (app) => {
    await app.open('#/them');
    await app.page.getByTestId('backup').click();
    await expect(app.page.getByTestId('backup-ready')).toBeVisible({ timeout: 30_000 });
  }],
  ['chi-doan', async (app) => addBranches(app, ['Chi đoàn Thôn Một', 'Chi đoàn Thôn Hai'])],
  ['ghi-hop', async (app) => {
    // More present than should be there: the fault is on the screen.
    await meet(app, 'Chi đoàn Thôn Một', { present: 30 });
    await app.page.getByTestId('total').fill('25');
    await app.page.getByTestId('record').locator('summary').click();
  }],
  ['ghi', async (app) => {
    await app.open('#/ghi');
    await expect(app.page.getByTestId('line')).toHaveCount(1);
  }],
  ['mot-chi-doan', async (app) => {
    await app.open('#/chi-doan');
    await app.page.getByTestId('branch-row').first().click();
    await expect(app.page.getByTestId('record')).toBeVisible();
  }],
  ['so-lieu', async (app) => {
    await app.open('#/so-lieu');
    await app.page.getByTestId('add-target').click();
    await app.page.getByTestId('goal').fill('12');
    await app.page.getByTestId('finished').click();
    await expect(app.page.getByTestId('target')).toBeVisible();
    await app.page.getByTestId('figure-open').first().click();
    await app.page.getByTestId('annual').locator('summary').click();
  }],
  ['mau', async (app) => app.open('#/ke-hoach/mau')],
  ['mau-nam', async (app) => {
    await app.open('#/ke-hoach/mau/annual-plan');
    await expect(app.page.getByTestId('row').first()).toBeVisible();
  }],
  ['ke-hoach', async (app) => {
    await app.page.getByTestId('take-rows').click();
    await expect(app.page.getByTestId('task').first()).toBeVisible();
  }],
  ['doi-nhieu', async (app) => {
    await app.page.getByTestId('choose').click();
    await app.page.getByTestId('choose-all').click();
    await app.page.getByTestId('bulk-open').click();
    await app.page.getByTestId('bulk-what').selectOption('shift');
    // At the list's end: on the way there the panel lies over a row.
    await app.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  }],
  ['viec', async (app) => {
    const { page } = app;
    await app.open('#/ke-hoach/viec/annual-plan.project');
    await page.getByTestId('task-people').fill('45');
    await page.getByTestId('task-lead').fill('Nguyễn Văn An');
    await page.getByTestId('add-photo').setInputFiles(await photo(page, { width: 640, height: 480 }));
    await expect(page.getByTestId('proof').locator('img')).toBeVisible({ timeout: 30_000 });
    await app.saved();
  }],
  ['ke-hoach-thang', async (app) => app.open('#/ke-hoach/thang')],
  ['ke-hoach-nam', async (app) => app.open('#/ke-hoach/nam')],
  ['lich', async (app) => {
    await app.open('#/ke-hoach/lich');
    await app.page.getByTestId('make-calendar').click();
    await expect(app.page.getByTestId('calendar-ready')).toBeVisible({ timeout: 30_000 });
  }],
  ['han', async (app) => {
    await app.open('#/ke-hoach/han');
    await expect(app.page.getByTestId('deadline-row').first()).toBeVisible();
  }],
  ['van-ban', async (app) => {
    const { page } = app;
    await app.open('#/chi-doan');
    await page.getByTestId('add-joint').click();
    await page.getByTestId('partner').fill('Công an xã');
    await page.getByTestId('content').fill('Tuyên truyền pháp luật');
    await page.getByTestId('ours').fill('Cử đoàn viên');
    await page.getByTestId('theirs').fill('Tập huấn');
    await app.open('#/van-ban');
  }],
  ...['cong-trinh', 'ren-luyen', 'mot-cong-mot'].map((word) => [`van-ban-${word}`, async (app) => {
    await app.open(`#/van-ban/${word}`);
    await expect(app.page.getByTestId('paper')).toContainText('ĐOÀN TNCS', { timeout: 30_000 });
  }]),
  ['van-ban-phoi-hop', async (app) => {
    await app.open('#/van-ban');
    await app.page.locator('a[href*="phoi-hop-"]').click();
    await expect(app.page.getByTestId('paper')).toContainText('ĐOÀN TNCS', { timeout: 30_000 });
  }],
  ['trang-chu-nam', async (app) => app.open('#/')],
  ['dang-ky', async (app) => {
    await app.open('#/dang-ky');
    await app.page.getByTestId('make-next').click();
    await expect(app.page.getByTestId('registration')).toBeVisible();
  }],
  ['chep', async (app) => {
    await app.open('#/ke-hoach/chep');
    await expect(app.page.getByTestId('take-copy')).toBeVisible();
  }],
  ['dang-ky-da-co', async (app) => {
    // The year before is open again; the next one is there.
    await app.open('#/them');
    await app.page.getByTestId('dossier').first().getByRole('button').first().click();
    await app.open('#/dang-ky');
  }],
  ['khong-co-trang', async (app) => app.open('#/khong-co-trang-nay')],
];

/** In the page: the folder that a person picks, without the browser's own window. It is a real one. */
function pickFolder(name) {
  window.showDirectoryPicker = async () => {
    const root = await navigator.storage.getDirectory();
    return root.getDirectoryHandle(name, { create: true });
  };
}

/** The shared drive and guidelines, in the same way. */
export const DRIVE_STATES = [
  ['cho-dong-y', async (app) => {
    await app.page.addInitScript(pickFolder, 'Ổ chung An Cư');
    await app.open();
    // A device of the unit that comes second: it has nothing, and takes in what the first one knows.
    await app.receive(fixture('v1/2026-11-25-device.json'));
    await expect(app.page.getByTestId('take')).toBeVisible({ timeout: 30_000 });
  }],
  ['da-nhan', async (app) => {
    await app.page.getByTestId('take').click();
    await app.page.getByTestId('lately').locator('summary').click();
    await expect(app.page.getByTestId('take-back')).toBeVisible();
  }],
  ['o-chung-trong', async (app) => {
    await app.open('#/them');
    await app.page.getByTestId('dossier').filter({ hasText: 'An Cư' }).getByRole('button').first().click();
    await expect(app.page.getByTestId('unit')).toHaveText('Đoàn phường An Cư');
    await app.open('#/o-chung');
    await expect(app.page.getByTestId('conflicts')).toBeVisible();
  }],
  ['noi-webdav', async (app) => {
    const { page } = app;
    await app.openServerForm();
    await page.getByTestId('address').fill('cloud.example.org/dav');
    for (const name of ['role-sends', 'seal']) await page.getByTestId(name).check();
    await page.getByTestId('passphrase').fill('ngắn');
    await page.getByTestId('connect').click();
    await expect(page.getByTestId('connect-fault')).toBeVisible();
  }],
  ['noi-thu-muc', async (app) => {
    await app.open('#/o-chung/thu-muc');
    await app.page.getByTestId('pick-folder').click();
    await expect(app.page.getByTestId('connect')).toBeVisible();
  }],
  ['o-chung', async (app) => {
    const { page } = app;
    await page.getByTestId('connect').click();
    await expect(page.getByTestId('drive-state')).toContainText(/Khớp lúc|In step at/, { timeout: 60_000 });
    await expect(page.getByTestId('sync-now')).toBeVisible();
    await expect(page.getByTestId('toast')).toHaveCount(0, { timeout: 15_000 });
    await page.locator('details', { has: page.getByTestId('sync-log') }).locator('summary').click();
  }],
  ['cai-dat-o', async (app) => {
    const { page } = app;
    await page.reload();
    await page.locator('details', { has: page.getByTestId('settings-save') }).locator('summary').first().click();
    await page.getByTestId('units-look').click();
    await expect(page.getByTestId('units').or(page.getByTestId('units-none'))).toBeVisible({ timeout: 30_000 });
    await page.getByTestId('seal-later').locator('summary').click();
    await page.getByTestId('seal-now').click();
    await page.getByTestId('settings-save').scrollIntoViewIfNeeded();
  }],
  ['trung', async (app) => {
    await app.open('#/o-chung/trung');
    await expect(app.page.getByTestId('conflict')).toHaveCount(2);
  }],
  ['chuyen-tay', async (app) => {
    await app.open('#/o-chung/chuyen-tay');
    await app.page.getByTestId('hand-make').click();
    await expect(app.page.getByTestId('hand-ready')).toBeVisible({ timeout: 30_000 });
  }],
  ['cap-tren-tra-loi', async (app) => {
    await app.open('#/cap-tren-tra-loi');
    await expect(app.page.getByTestId('answers-none')).toBeVisible();
  }],
  ['soan', async (app) => {
    const { page } = app;
    await app.open('#/soan-bo-huong-dan');
    await page.getByTestId('office-choice').first().click();
    await expect(page.getByTestId('office')).toBeVisible();
    await beginDraft(page, 'Hướng dẫn năm 2027');
    await page.getByTestId('pack-total-min').fill('85');
    await openPart(page, 'pack-item-1.2.1');
  }],
  ['bo-huong-dan', async (app) => {
    const { page } = app;
    await closePart(page);
    await app.saved();
    await page.getByTestId('pack-make').click();
    await expect(page.getByTestId('pack-made')).toBeVisible({ timeout: 30_000 });
    await app.open('#/bo-huong-dan');
    await page.getByTestId('pack-row').first().getByTestId('pack-look').click();
    await expect(page.getByTestId('differences').getByRole('listitem')).not.toHaveCount(0);
  }],
];

/** What is looked at in one go. */
export const LISTS = { 'every page': STATES, 'the shared drive': DRIVE_STATES };

/** The languages, schemes and sizes that a state is looked at in. */
export const SIZES = { 'dien-thoai': { width: 390, height: 844 }, 'may-tinh': { width: 1280, height: 800 } };

/** The same state in the other language: chosen beforehand, as the app remembers it. */
export function speak(page, lang) {
  return page.addInitScript((lang) => localStorage.setItem('bcd.lang', lang), lang);
}
