// The notebook of the year, as a person fills it in.
import { expect } from '@playwright/test';

/** Adds branches by a pasted list. */
export async function addBranches(app, names) {
  await app.open('#/chi-doan');
  await app.page.locator('details:has([data-testid=many]) > summary').click();
  await app.page.getByTestId('many').fill(names.join('\n'));
  await app.page.getByTestId('add-many').click();
  await expect(app.page.getByTestId('branch-row')).toHaveCount(names.length);
  await app.saved();
}

/** Notes a meeting of one branch, today unless a day is given. */
export async function meet(app, branch, { date, present } = {}) {
  await app.open('#/ghi');
  await app.page.getByTestId('note-meeting').click();
  const record = app.page.getByTestId('record');
  const tick = record.getByLabel(branch);
  if (branch && await tick.count()) await tick.check();
  if (date) await record.getByTestId('date').fill(date);
  if (present) await record.getByTestId('present').fill(String(present));
  await app.saved();
}

/** A day of this year, `YYYY-MM-DD`, some days from today in the unit's zone. */
export function day(offset = 0) {
  const there = new Date(Date.now() + 7 * 3_600_000 + offset * 86_400_000);
  return there.toISOString().slice(0, 10);
}
