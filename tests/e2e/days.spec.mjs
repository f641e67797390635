// Days: midnight, the year's turn, 29 February, and phones set to another zone. The unit's own day
// counts (UTC+7), whatever the phone thinks.
import { expect, test } from './support/test.mjs';

const at = (time) => new Date(`${time}+07:00`);

/** The unit begins, with one task that is due on a day. */
async function withTask(app, { end, cycle }) {
  const { page } = app;
  await app.open();
  await page.getByTestId('unit-name').fill('Đoàn xã Quảng Xương');
  if (cycle) await page.getByTestId('cycle').selectOption(cycle);
  await page.getByTestId('begin').click();
  await expect(app.items.first()).toBeVisible();
  await app.open('#/ke-hoach');
  await page.getByTestId('add-task').first().click();
  await page.getByTestId('task-content').fill('Ra quân');
  await page.getByTestId('task-end').fill(end);
  await app.saved();
}

const due = (app) => app.page.getByTestId('due').filter({ hasText: 'Ra quân' });

/** The day that the month's grid marks as today. */
async function markedDay(app, month) {
  await app.open(`#/ke-hoach/thang/${month}`);
  return app.page.locator('[data-testid=month-grid] [aria-current=date] .monthgrid__day').innerText();
}

for (const zone of ['Asia/Ho_Chi_Minh', 'America/Los_Angeles', 'Pacific/Kiritimati', 'UTC']) {
  test.describe(`a phone set to ${zone}`, () => {
    test.use({ timezoneId: zone });

    test('a task is due until the unit’s midnight, and late from then on', async ({ app, page }) => {
      await page.clock.setFixedTime(at('2026-03-31T23:59:00'));
      await withTask(app, { end: '2026-03-31' });
      await app.open('#/');
      await expect(due(app)).toContainText('hôm nay, 31/3/2026');
      expect(await markedDay(app, 3)).toBe('31');
      await page.clock.setFixedTime(at('2026-04-01T00:01:00'));
      await app.open('#/');
      await page.reload();
      await expect(due(app)).toContainText('trễ 1 ngày');
      expect(await markedDay(app, 4)).toBe('1');
    });

    test('at the year’s turn a new unit begins in the year that it is there', async ({ app, page }) => {
      await page.clock.setFixedTime(at('2026-12-31T23:59:00'));
      await app.open();
      await expect(page.getByTestId('cycle')).toHaveValue('2026');
      await page.clock.setFixedTime(at('2027-01-01T00:01:00'));
      await page.reload();
      await expect(page.getByTestId('cycle')).toHaveValue('2027');
    });

    test('what is noted at night bears the unit’s day', async ({ app, page }) => {
      await page.clock.setFixedTime(at('2026-02-28T23:58:00'));
      await app.begin();
      for (const [time, day] of [['2026-02-28T23:59:00', '2026-02-28'], ['2026-03-01T00:01:00', '2026-03-01']]) {
        await page.clock.setFixedTime(at(time));
        await app.open('#/ghi');
        await page.getByTestId('note-meeting').click();
        await expect(page.getByTestId('date')).toHaveValue(day);
      }
      await app.open('#/dang-ky');
      await page.locator('summary').first().click();
      await page.getByTestId('mark-registered').click();
      await expect(page.getByTestId('registered')).toContainText('1/3/2026');
    });
  });
}

test('a page left open over midnight turns to the new day by itself', async ({ app, page }) => {
  await page.clock.install({ time: at('2026-03-31T23:58:00') });
  await withTask(app, { end: '2026-03-31' });
  await app.open('#/');
  await expect(due(app)).toContainText('hôm nay');
  await page.clock.fastForward('03:00');
  await expect(due(app)).toContainText('trễ 1 ngày');
});

test('29 February is a day of its year, and the 28th where there is none', async ({ app, page }) => {
  await page.clock.setFixedTime(at('2028-02-29T10:00:00'));
  await withTask(app, { end: '2028-02-29' });
  await app.open('#/');
  await expect(due(app)).toContainText('hôm nay, 29/2/2028');
  expect(await markedDay(app, 2)).toBe('29');
  await page.clock.setFixedTime(at('2028-03-01T00:00:30'));
  await page.reload();
  await app.open('#/');
  await expect(due(app)).toContainText('trễ 1 ngày, 29/2/2028');
  // Copied into a year without it.
  await app.open('#/bat-dau');
  await page.getByTestId('unit-name').fill('Đoàn xã Quảng Xương');
  await page.getByTestId('cycle').selectOption('2029');
  await page.getByTestId('begin').click();
  await expect(app.items.first()).toBeVisible();
  await app.open('#/ke-hoach');
  await page.getByTestId('copy-plan').click();
  await page.getByTestId('take-copy').click();
  await expect(page.getByTestId('task')).toContainText('28/2/2029');
  await page.getByTestId('task').getByRole('link').click();
  await expect(page.getByTestId('task-end')).toHaveValue('2029-02-28');
});

test('a school’s year begins in September and spans the turn', async ({ app, page }) => {
  await page.clock.setFixedTime(at('2026-12-31T23:59:00'));
  await withTask(app, { end: '2027-01-01', cycle: '2026–2027' });
  await app.open('#/');
  await expect(due(app)).toContainText('còn 1 ngày');
  await page.clock.setFixedTime(at('2027-01-01T00:01:00'));
  await page.reload();
  await expect(due(app)).toContainText('hôm nay, 1/1/2027');
  // January is the fifth month of the school's year.
  expect(await markedDay(app, 5)).toBe('1');
});
