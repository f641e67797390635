// Many units are decided on at once: chosen, looked at, written with one number, and taken back by a step
// of its own; the papers of recognition are made of the same list.
import { expect, test } from './support/test.mjs';
import { readDatabase } from './support/database.mjs';
import { submissions } from './support/samples.mjs';

const OFFICE = 'Thành Đoàn Bình Hải';

async function speakForOffice(app) {
  await app.open('#/don-vi');
  const ask = app.page.getByTestId('office-ask');
  await ask.getByTestId('office-name').fill(OFFICE);
  await ask.getByTestId('office-new').click();
  await expect(app.page.getByTestId('office')).toContainText(OFFICE);
}

/** Takes in as many units as there are states, and brings each to its own: `Passed`, `NotPassed`, or nothing. */
async function verified(app, states) {
  const { page } = app;
  await speakForOffice(app);
  await app.receive(submissions().slice(0, states.length));
  await expect(page.getByTestId('results')).toContainText(`nhận ${states.length}`, { timeout: 60_000 });
  const names = [];
  for (const [at, state] of states.entries()) {
    await app.open('#/don-vi');
    await expect(app.unitRows).toHaveCount(states.length);
    names.push(await app.unitRows.nth(at).locator('b').first().textContent());
    if (!state) continue;
    await app.unitRows.nth(at).click();
    await page.getByTestId('to-verify').click();
    await page.locator('[data-state=Verifying]').click({ timeout: 30_000 });
    await page.locator(`[data-state=${state}]`).click();
    // From either a decision is near.
    await expect(page.locator('[data-state=Declined]')).toBeVisible();
  }
  return names;
}

const rowOf = (page, name) => page.getByTestId('decide-row').filter({ has: page.getByText(name, { exact: true }) });

const decidedSteps = async (page) => JSON.stringify((await readDatabase(page)).cases ?? {}).split('recognised').length - 1;

test('units that are ready are decided on at once, looked at first, and taken back with why', async ({ app, page }) => {
  test.slow();
  const [first, second, third, fourth] = await verified(app, ['Passed', 'Passed', 'NotPassed', '']);
  await page.getByRole('link', { name: 'Cấp dưới' }).first().click();
  await page.getByTestId('to-decide').click();
  const counts = page.getByTestId('decide-counts');
  await expect(counts).toHaveText('3 sẵn sàng · 0 đã quyết định · 1 còn thiếu', { timeout: 30_000 });
  // What the others lack is named.
  await page.getByTestId('decide-lacking').locator('summary').click();
  await expect(page.getByTestId('lacking-row')).toHaveCount(1);
  await expect(page.getByTestId('lacking-row')).toContainText(fourth);
  await expect(page.getByTestId('lacking-row')).toContainText('chưa thẩm định xong, đang ở “Đã nhận”');

  const row = (name) => rowOf(page, name);
  for (const name of [first, second]) await row(name).getByTestId('decide-pick').selectOption('yes');
  // Nobody compared the codes of their devices: it is said, and may be decided on all the same.
  await expect(row(first).getByTestId('decide-doubt')).toContainText('máy gửi chưa xác nhận');
  // Who did not pass can only be declined.
  await expect(row(third).getByTestId('decide-pick').locator('option')).toHaveCount(2);
  await row(third).getByTestId('decide-pick').selectOption('no');
  const failed = page.getByTestId('decide-failed');
  await page.getByTestId('decide-look').click();
  await expect(failed).toContainText('Thiếu số quyết định');
  await page.getByTestId('decide-number').fill('12-QĐ/ĐTN');
  await page.getByTestId('decide-date').fill('2026-12-05');
  await page.getByTestId('decide-look').click();
  await expect(failed).toContainText(`${third}: Cần ghi lý do`);
  await row(third).getByTestId('decide-why').fill('Chưa có danh sách đoàn viên.');
  await page.getByTestId('decide-look').click();
  const preview = page.getByTestId('decide-preview');
  await expect(preview).toContainText(`Công nhận 2 đơn vị; Không công nhận 1 đơn vị, theo Quyết định số 12-QĐ/ĐTN ngày 5/12/2026 của Ban Thường vụ ${OFFICE}`);
  await preview.getByText('2 đơn vị được công nhận mà còn điều cần xem').click();
  await expect(preview.locator('details').first()).toContainText('máy gửi chưa xác nhận');
  // Whatever changes is looked at again; nothing is written yet.
  await page.getByTestId('decide-body').selectOption('committee');
  await expect(preview).toContainText(`Ban Chấp hành ${OFFICE}`);
  await page.getByTestId('decide-body').selectOption('standing');
  expect(await decidedSteps(page)).toBe(0);
  await page.getByTestId('decide-write').click();
  await expect(app.toast).toContainText('Đã ghi quyết định cho 3 đơn vị');
  await expect(counts).toHaveText('0 sẵn sàng · 3 đã quyết định · 1 còn thiếu');
  expect(await decidedSteps(page)).toBe(2);
  await page.reload();
  await expect(counts).toHaveText('0 sẵn sàng · 3 đã quyết định · 1 còn thiếu', { timeout: 30_000 });

  // One of them cannot be commended: then none is, and it is named.
  await page.getByTestId('tick-all').click();
  await page.getByTestId('decide-commend').click();
  await expect(failed).toContainText(third);
  await page.getByTestId('tick-none').click();
  await page.getByTestId('decided-row').filter({ hasText: first }).getByTestId('decided-tick').check();
  await page.getByTestId('decide-commend').click();
  await expect(app.toast).toContainText('Đã đề nghị tuyên dương 1 đơn vị');
  await expect(page.getByTestId('decided-row').filter({ hasText: first })).toContainText('Đề nghị tuyên dương');

  // Back only with a reason; a commendation and its decision are two steps.
  await page.getByTestId('tick-all').click();
  await page.getByTestId('decide-back').click();
  await page.getByTestId('decide-back-yes').click();
  await expect(failed).toContainText('Cần ghi lý do');
  await page.getByTestId('decide-back-why').fill('Ghi nhầm số quyết định.');
  await page.getByTestId('decide-back-yes').click();
  await expect(app.toast).toContainText('Đã rút lại bước cuối của 3 đơn vị');
  await expect(counts).toHaveText('2 sẵn sàng · 1 đã quyết định · 1 còn thiếu');
  await expect(page.getByTestId('decided-row')).toContainText('12-QĐ/ĐTN');
});

test('the papers of recognition are made of what is chosen, then of the decision; what is filled in stays', async ({ app, page }) => {
  test.slow();
  const [first, second] = await verified(app, ['Passed', 'Passed']);
  await app.open('#/quyet-dinh');
  await expect(page.getByTestId('decide-row')).toHaveCount(2, { timeout: 30_000 });
  await rowOf(page, first).getByTestId('decide-pick').selectOption('yes');
  await rowOf(page, second).getByTestId('decide-pick').selectOption('no');
  await page.getByTestId('decide-why-all').fill('Thiếu danh sách.');

  const paper = page.getByTestId('paper');
  await page.getByTestId('paper-proposal').click();
  await expect(paper).toContainText('TỜ TRÌNH', { timeout: 30_000 });
  await expect(paper).toContainText(`Ban Thường vụ ${OFFICE}`);
  await expect(paper).toContainText('công nhận 1 đơn vị');
  await expect(paper).toContainText('Thiếu danh sách.');
  await page.getByTestId('proposal-number').fill('9');
  await page.getByTestId('proposal-number').blur();
  await expect(paper).toContainText('Số: 09-TTr/ĐTN');
  await page.getByTestId('paper-minutes').click();
  await page.getByTestId('chair').fill('Nguyễn Hoàng Nam');
  await page.getByTestId('chair').blur();
  await expect(paper).toContainText('Chủ trì: Nguyễn Hoàng Nam');

  await page.getByTestId('decide-number').fill('12-QĐ/ĐTN');
  await page.getByTestId('decide-look').click();
  await page.getByTestId('decide-write').click();
  await expect(app.toast).toContainText('Đã ghi quyết định cho 2 đơn vị');
  await page.reload();
  await page.getByTestId('paper-decision').click({ timeout: 30_000 });
  await expect(paper).toContainText('QUYẾT ĐỊNH', { timeout: 30_000 });
  await expect(paper).toContainText('Số: 12-QĐ/ĐTN');
  await expect(paper).toContainText('Công nhận 1 đơn vị');
  await expect(paper).toContainText(first);
  await expect(paper).not.toContainText(second);
  const word = await app.download(page.getByTestId('decide-papers').getByTestId('docx'));
  expect(word.name).toMatch(/^Quyet-dinh.*\.docx$/);
  expect(word.bytes.subarray(0, 2).toString()).toBe('PK');
  await page.getByTestId('paper-minutes').click();
  await expect(page.getByTestId('chair')).toHaveValue('Nguyễn Hoàng Nam');
});
