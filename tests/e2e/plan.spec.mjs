// The plan: tasks from templates, by hand and from gaps; views of them; many at once; the calendar.
import { expect, test } from './support/test.mjs';
import { storedField } from './support/database.mjs';
import { photo } from './support/samples.mjs';
import { addBranches, meet } from './support/year.mjs';

/** A new dossier is of the running year. */
const YEAR = new Date().getFullYear();

const tasks = (page) => page.getByTestId('task');

/** Takes the rows of the annual plan with these places (0, 1, …); all without any. */
async function fromTemplate(app, ...rows) {
  const { page } = app;
  await app.open('#/ke-hoach');
  await page.getByTestId('from-template').click();
  await page.locator('[data-testid=template][href$="/annual-plan"]').click();
  if (rows.length > 0) {
    await page.getByTestId('no-rows').click();
    for (const row of rows) await page.getByTestId('row').nth(row).check();
  }
  await page.getByTestId('take-rows').click();
  await expect(tasks(page).first()).toBeVisible();
  await app.saved();
}

/** Adds a task by hand; ends on its page, saved. */
async function addTask(app, { content, start = '', end = '' }) {
  await app.open('#/ke-hoach');
  await app.page.getByTestId('add-task').first().click();
  await app.page.getByTestId('task-content').fill(content);
  if (start) await app.page.getByTestId('task-start').fill(start);
  if (end) await app.page.getByTestId('task-end').fill(end);
  await app.saved();
}

test.describe('a unit with a plan', () => {
  test.beforeEach(async ({ app }) => app.begin('Đoàn xã Quảng Xương'));

  test('an empty plan says what to do', async ({ app, page }) => {
    await app.open('#/ke-hoach');
    await expect(page.getByTestId('plan-empty')).toContainText('Chưa có việc nào');
    await expect(page.getByTestId('from-template')).toBeVisible();
  });

  test('rows of a template become tasks, in one step, once', async ({ app, page }) => {
    await fromTemplate(app, 0, 1, 2);
    await expect(tasks(page)).toHaveCount(3);
    await expect(app.toast).toContainText('Đã thêm 3 việc');
    await app.open('#/ke-hoach/mau/annual-plan');
    await expect(page.getByTestId('row').first()).toBeDisabled();
    await page.getByTestId('take-rows').click();
    await expect(app.toast).toContainText('3 việc đã có từ trước');
    await expect(page.getByTestId('plan-sums')).toContainText('/28 việc');
    await app.undo.click();
    await expect(tasks(page)).toHaveCount(3);
  });

  test('the ten templates are there, each with what it is for', async ({ app, page }) => {
    await app.open('#/ke-hoach/mau');
    await expect(page.getByTestId('template')).toHaveCount(10);
    for (const one of await page.getByTestId('template').all()) {
      await expect(one.locator('.field__note')).not.toBeEmpty();
    }
  });

  test('a task keeps what was typed into it', async ({ app, page }) => {
    await addTask(app, { content: 'Ra quân Tháng Thanh niên', start: `${YEAR}-03-01`, end: `${YEAR}-03-26` });
    await page.getByTestId('task-lead').fill('Nguyễn Văn An');
    await page.getByTestId('task-item').selectOption('2.2.1');
    await page.getByTestId('task-target').fill('3');
    await page.getByTestId('task-measure').fill('buổi');
    await page.getByTestId('task-cost').fill('2 triệu');
    await page.getByTestId('state-done').click();
    await page.getByTestId('task-result').fill('12 chi đoàn tham gia');
    await expect(page.getByText('“2 triệu” không phải là số. Vẫn giữ như bạn đã ghi; hãy ghi lại bằng chữ số.')).toBeVisible();
    await app.saved();
    await page.reload();
    await expect(page.getByTestId('task-content')).toHaveValue('Ra quân Tháng Thanh niên');
    await expect(page.getByTestId('task-start')).toHaveValue(`${YEAR}-03-01`);
    await expect(page.getByTestId('task-lead')).toHaveValue('Nguyễn Văn An');
    await expect(page.getByTestId('served')).toContainText('2.2.1');
    await expect(page.getByTestId('task-target')).toHaveValue('3');
    await expect(page.getByTestId('task-cost')).toHaveValue('2 triệu');
    await expect(page.getByTestId('state-done')).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByTestId('task-result')).toHaveValue('12 chi đoàn tham gia');
  });

  test('a task that ends before it starts is kept and marked', async ({ app, page }) => {
    await addTask(app, { content: 'Ngược ngày', start: `${YEAR}-05-10`, end: `${YEAR}-05-01` });
    await expect(page.getByText(`Ngày này trước ngày bắt đầu 10/5/${YEAR}.`)).toBeVisible();
    await expect(page.getByTestId('task-end')).toHaveAttribute('aria-invalid', 'true');
    await page.reload();
    await expect(page.getByTestId('task-end')).toHaveValue(`${YEAR}-05-01`);
    await app.open('#/ke-hoach');
    await expect(tasks(page).getByTestId('task-wrong')).toBeVisible();
  });

  test('a tap changes the state in place, and can be taken back', async ({ app, page }) => {
    await addTask(app, { content: 'Một việc', end: `${YEAR}-03-31` });
    await app.open('#/ke-hoach');
    const state = tasks(page).getByTestId('task-state');
    await expect(state).toContainText('Chưa làm');
    await state.click();
    await state.click();
    await expect(state).toContainText('Xong');
    await expect(state).toBeFocused();
    await expect(page.getByTestId('plan-sums')).toContainText('Xong 1/1');
    await app.toast.getByRole('button').first().click();
    await expect(state).toContainText('Đang làm');
  });

  test('a task is duplicated, moved and deleted; each can be taken back', async ({ app, page }) => {
    await addTask(app, { content: 'Việc một', end: `${YEAR}-03-31` });
    await addTask(app, { content: 'Việc hai', end: `${YEAR}-03-31` });
    await page.getByTestId('task-up').click();
    await expect(page.getByTestId('task-up')).toBeDisabled();
    await page.getByTestId('task-copy').click();
    await app.open('#/ke-hoach');
    await expect(tasks(page).locator('.taskrow__content')).toHaveText(['Việc hai', 'Việc hai', 'Việc một']);
    await tasks(page).nth(1).getByRole('link').click();
    await page.getByTestId('task-delete').click();
    await expect(tasks(page)).toHaveCount(2);
    await app.undo.click();
    await expect(tasks(page)).toHaveCount(3);
  });

  test('many tasks are changed at once, and taken back at once', async ({ app, page }) => {
    await fromTemplate(app, 0, 1, 3);
    await page.getByTestId('choose').click();
    await page.getByTestId('choose-all').click();
    await expect(page.getByTestId('bulk-count')).toHaveText('Đã chọn 3');
    await page.getByTestId('bulk-open').click();
    await page.getByTestId('bulk-what').selectOption('lead');
    await page.getByTestId('bulk-text').fill('Chị Hoa');
    await page.getByTestId('bulk-apply').click();
    await expect(tasks(page).filter({ hasText: 'Chị Hoa' })).toHaveCount(3);
    const before = await tasks(page).locator('.taskrow__about').allTextContents();
    await page.getByTestId('bulk-what').selectOption('shift');
    await page.getByTestId('bulk-number').fill('1');
    await page.getByTestId('bulk-unit').selectOption('months');
    await page.getByTestId('bulk-apply').click();
    const task = 'task/annual-plan.issue-plan';
    await app.saved();
    expect(await storedField(page, `${task}/start`)).toBe(`${YEAR}-02-01`);
    expect(await storedField(page, `${task}/end`)).toMatch(/-02-2[89]$/);
    await app.undo.click();
    await expect(tasks(page).locator('.taskrow__about')).toHaveText(before);
    await page.getByTestId('bulk-what').selectOption('delete');
    await page.getByTestId('bulk-apply').click();
    await expect(tasks(page)).toHaveCount(0);
    await app.undo.click();
    await expect(tasks(page)).toHaveCount(3);
  });

  test('the month shows its tasks, and leads to the next', async ({ app, page }) => {
    await addTask(app, { content: 'Trại tháng Ba', start: `${YEAR}-03-20`, end: `${YEAR}-03-26` });
    await app.open('#/ke-hoach/thang/3');
    await expect(page.getByTestId('month-name')).toHaveText(`Tháng 3/${YEAR}`);
    await expect(tasks(page)).toHaveText(/Trại tháng Ba/);
    await expect(page.getByTestId('month-grid').getByText('Trại tháng Ba')).toHaveCount(1);
    await page.getByTestId('month-after').click();
    await expect(page.getByTestId('month-name')).toHaveText(`Tháng 4/${YEAR}`);
    await expect(tasks(page)).toHaveCount(0);
  });

  test('the year shows tasks by months, scrolled inside its own box', async ({ app, page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await fromTemplate(app);
    await page.getByTestId('by-year').click();
    await expect(page.getByTestId('year-grid').locator('tbody tr')).toHaveCount(29);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(wide).toBe(false);
  });

  test('going back from a task finds the list where it was', async ({ app, page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await fromTemplate(app);
    await tasks(page).last().getByRole('link').scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => scrollY);
    expect(before).toBeGreaterThan(500);
    await tasks(page).last().getByRole('link').click();
    await expect(page.getByTestId('task-content')).toBeVisible();
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
    await page.getByTestId('plan-back').click();
    await expect(tasks(page).first()).toBeAttached();
    await expect.poll(() => page.evaluate(() => scrollY)).toBeCloseTo(before, -1);
  });

  test('a gap of the checklist becomes a task', async ({ app, page }) => {
    const item = await app.openItem('2.2.1');
    await item.panel.getByTestId('gap-make').click();
    await expect(app.toast).toContainText('2.2.1');
    await item.panel.getByTestId('gap-task').click();
    await expect(page.getByTestId('served')).toContainText('2.2.1');
    await expect(page.getByTestId('task-content')).not.toHaveValue('');
  });

  test('a photo of a task proves its item too', async ({ app, page }) => {
    await addTask(app, { content: 'Dọn kênh', end: `${YEAR}-03-31` });
    await page.getByTestId('task-item').selectOption('2.2.1');
    await page.getByTestId('add-photo').setInputFiles(await photo(page, { width: 320, height: 240 }));
    await expect(page.getByTestId('proof').locator('img')).toBeVisible({ timeout: 30_000 });
    await app.saved();
    const item = await app.openItem('2.2.1');
    await expect(item.pieces).toHaveCount(1);
  });

  test('the calendar holds the tasks with alarms, under the same names every time', async ({ app, page }) => {
    await addTask(app, { content: 'Đại hội; chi đoàn, đoàn cơ sở', start: `${YEAR}-12-20`, end: `${YEAR}-12-21` });
    const made = async () => {
      await app.open('#/ke-hoach/lich');
      await page.getByTestId('make-calendar').click();
      await expect(page.getByTestId('calendar-ready')).toBeVisible({ timeout: 60_000 });
      return app.download();
    };
    const { name, bytes } = await made();
    expect(name).toMatch(/\.ics$/);
    const text = bytes.toString('utf8').replaceAll('\r\n ', '');
    expect(text).toContain('SUMMARY:Đại hội\\; chi đoàn\\, đoàn cơ sở');
    expect(text).toContain(`DTSTART;VALUE=DATE:${YEAR}1220`);
    expect(text).toContain(`DTEND;VALUE=DATE:${YEAR}1222`);
    expect(text).toContain('BEGIN:VALARM');
    const ids = (all) => all.match(/^UID:task-.*$/gm);
    await page.reload();
    const again = (await made()).bytes.toString('utf8').replaceAll('\r\n ', '');
    expect(ids(again)).toEqual(ids(text));
  });
});

test('everything with a day ahead goes into one calendar, through the share sheet', async ({ app, page }) => {
  await page.clock.setFixedTime(new Date('2026-03-02T09:00:00+07:00'));
  await page.addInitScript(() => {
    navigator.canShare = () => true;
    navigator.share = async ({ files: [file] }) => { window.shared = [file.name, file.type, await file.text()]; };
  });
  await app.begin('Đoàn xã Quảng Xương');
  await addBranches(app, ['Chi đoàn Một', 'Chi đoàn Hai']);
  await addTask(app, { content: 'Dọn kênh', end: '2026-03-31' });
  await meet(app, 'Chi đoàn Một', { date: '2026-04-10' });
  await page.getByTestId('record').locator('summary').click();
  await page.getByTestId('planned').check();
  await app.open('#/chi-doan');
  await page.getByTestId('add-pairing').click();
  await page.getByTestId('strong').selectOption({ label: 'Chi đoàn Một' });
  await page.getByTestId('weak').selectOption({ label: 'Chi đoàn Hai' });
  await page.getByTestId('until').fill('2026-09-30');
  await app.open('#/chi-doan');
  await page.getByTestId('add-joint').click();
  await page.getByTestId('partner').fill('Công an xã');
  await page.getByTestId('until').fill('2026-12-31');
  await app.open('#/dang-ky');
  await page.locator('summary').filter({ hasText: '2026' }).click();
  await page.getByTestId('pledge-1.2.2').getByText('Khó', { exact: true }).click();
  await page.getByTestId('pledge-1.2.2').getByTestId('until').fill('2026-06-30');
  await app.saved();

  const made = async () => {
    await app.open('#/ke-hoach/lich');
    await page.getByTestId('make-calendar').click();
    await page.getByTestId('share').click();
    await expect(app.toast).toContainText('Đã đưa tệp cho ứng dụng khác', { timeout: 30_000 });
    return page.evaluate(() => window.shared);
  };
  const [name, type, text] = await made();
  expect([name, type]).toEqual(['BCD_doan-xa-quang-xuong_2026_lich.ics', 'text/calendar']);
  const events = text.replaceAll('\r\n ', '').split('BEGIN:VEVENT').slice(1);
  const of = (start) => events.find((event) => event.includes(`\nUID:${start}`));
  for (const [start, title, day, alarms] of [
    ['task-', 'Dọn kênh', '20260331', 1],
    ['meeting-', 'Chi đoàn Một', '20260410', 1],
    ['pairing-', 'Chi đoàn Một giúp Chi đoàn Hai', '20260930', 2],
    ['joint-', 'Công an xã', '20261231', 2],
    ['pledge-1.2.2', '1.2.2', '20260630', 1],
    ['deadline-', '', '202', 2],
  ]) {
    const event = of(start);
    expect(event, start).toContain(`DTSTART;VALUE=DATE:${day}`);
    expect(event, start).toMatch(new RegExp(`SUMMARY:.*${title}`));
    expect(event.match(/BEGIN:VALARM/g), start).toHaveLength(alarms);
  }
  // A task that is done keeps its name in the next calendar, and reminds of nothing.
  await app.open('#/ke-hoach');
  const state = tasks(page).getByTestId('task-state');
  await state.click();
  await state.click();
  await app.saved();
  const [, , later] = await made();
  const ids = (all) => all.match(/^UID:(?!.*-\d+@).*$/gm).sort();
  expect(ids(later)).toEqual(ids(text));
  expect(later).toContain('SUMMARY:✓ Dọn kênh');
});

test('a deadline is given another day, marked as done, and the unit adds its own', async ({ app, page }) => {
  await page.clock.setFixedTime(new Date('2026-09-20T09:00:00+07:00'));
  await app.begin('Đoàn xã Quảng Xương');
  await app.open('#/ke-hoach/lich');
  await page.getByTestId('to-deadlines').click();
  const row = page.getByTestId('deadline-row');
  const report = row.filter({ hasText: 'Báo cáo kết quả' });
  await expect(report.getByTestId('deadline-day')).toHaveValue('2026-10-01');
  await report.getByTestId('deadline-day').fill('2026-09-25');
  await page.getByTestId('add-deadline').click();
  await row.last().getByTestId('deadline-name').fill('Nộp danh sách cho cụm');
  await row.last().getByTestId('deadline-day').fill('2026-09-22');
  await app.saved();
  await app.open('#/');
  const due = page.getByTestId('due');
  await expect(due.filter({ hasText: 'Báo cáo kết quả' })).toContainText('25/9/2026, còn 5 ngày');
  await expect(due.filter({ hasText: 'Nộp danh sách cho cụm' })).toContainText('còn 2 ngày');
  await app.open('#/ke-hoach/han');
  await row.filter({ has: page.locator('input[value="Nộp danh sách cho cụm"]') }).or(row.first()).first().getByTestId('deadline-done').click();
  await report.getByTestId('deadline-reset').click();
  await expect(report.getByTestId('deadline-day')).toHaveValue('2026-10-01');
  await app.open('#/');
  await expect(due.filter({ hasText: 'Báo cáo kết quả' })).toContainText('1/10/2026');
});

test('last year’s plan is copied with its days moved', async ({ app, page }) => {
  await app.open();
  await page.getByTestId('unit-name').fill('Đoàn xã Quảng Xương');
  await page.getByTestId('cycle').selectOption(`${YEAR - 1}`);
  await page.getByTestId('begin').click();
  await expect(app.items.first()).toBeVisible();
  await addTask(app, { content: 'Tháng Thanh niên', start: `${YEAR - 1}-03-01`, end: `${YEAR - 1}-03-31` });
  await app.open('#/bat-dau');
  await page.getByTestId('unit-name').fill('Đoàn xã Quảng Xương');
  await page.getByTestId('begin').click();
  await expect(app.items.first()).toBeVisible();
  await app.open('#/ke-hoach');
  await page.getByTestId('copy-plan').click();
  await page.getByTestId('take-copy').click();
  await expect(tasks(page)).toHaveText(/Tháng Thanh niên/);
  await expect(tasks(page)).toContainText(`1/3 – 31/3/${YEAR}`);
});
