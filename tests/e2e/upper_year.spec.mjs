// A unit's year over three levels, each in a browser of its own: registered, planned, proven, handed up over a
// real drive, asked for more, recognised, and rolled up to the level above.
import { photo } from './support/samples.mjs';
import { connect, expect, inStep, sync, test } from './support/shared.mjs';

const OFFICE = 'Thành Đoàn Bình Hải';
const UNIT = 'Đoàn xã Quảng Xương';

/** A browser that speaks for an upper level. */
async function speaks(upper, name) {
  await upper.open('#/don-vi');
  const ask = upper.page.getByTestId('office-ask');
  await ask.getByTestId('office-name').fill(name, { timeout: 30_000 });
  await ask.getByTestId('office-new').click();
  await expect(upper.page.getByTestId('office')).toContainText(name);
}

/** The person answers items of the open year with their best step, each on its own page. */
async function answer(unit, ...ids) {
  for (const id of ids) {
    const item = await unit.openItem(id);
    await item.steps.first().click();
    await unit.saved();
  }
}

/** The officer opens the verification of the unit's latest submission. */
async function verify(upper) {
  await upper.open('#/don-vi');
  await upper.unitRows.filter({ hasText: UNIT }).first().click();
  await upper.page.getByTestId('to-verify').first().click();
  await expect(upper.page.getByTestId('verify')).toBeVisible();
}

const item = (upper, id) => upper.page.locator(`[data-testid=verify-item][data-item="${id}"]`);

test('register, plan, prove, hand up, add what is asked for, be recognised, and be counted two levels up', async ({ app, drive, phone }) => {
  test.setTimeout(300_000);
  // The unit registers for the next year and plans it.
  await app.begin(UNIT);
  const year = Number(await app.page.evaluate(() => new Date().getFullYear())) + 1;
  await app.answer('1.2.1');
  await app.open('#/dang-ky');
  await app.page.getByTestId('make-next').click();
  await expect(app.page.getByTestId('registration')).toContainText(`Đăng ký năm ${year}`);
  await app.page.getByTestId('mark-registered').click();
  await expect(app.page.getByTestId('registered')).toContainText('✓ Đã đăng ký ngày');
  await app.open('#/ke-hoach/mau/annual-plan');
  await app.page.getByTestId('no-rows').click();
  await app.page.getByTestId('row').first().check();
  await app.page.getByTestId('take-rows').click();
  await expect(app.page.getByTestId('task')).toHaveCount(1);
  // It assesses itself, proves an item, and hands up over the drive.
  await answer(app, '1.2.1', '2.1.1');
  const proven = await app.openItem('1.2.1');
  await proven.addFiles(await photo(app.page, { width: 640, height: 480 }));
  await expect(proven.pieces.locator('img')).toBeVisible({ timeout: 30_000 });
  await app.saved();
  await app.freeze();
  await connect(app, drive, { roles: ['sends'], keep: true });
  await inStep(app);

  // The officer collects, looks at the photo, and asks for more.
  const upper = await phone();
  await speaks(upper, OFFICE);
  await connect(upper, drive, { roles: ['collects'], keep: true });
  await inStep(upper);
  await verify(upper);
  await item(upper, '1.2.1').click();
  await expect.poll(() => upper.page.locator('main img').first().evaluate((image) => image.naturalWidth)).toBe(640);
  await upper.page.getByTestId('verify-agree').click();
  await expect(item(upper, '1.2.1')).toContainText('✓ Đồng ý');
  await item(upper, '2.1.1').click();
  await upper.page.getByTestId('verify-ask').click();
  await upper.page.getByTestId('verify-why').fill('Chưa có biên bản.');
  await upper.page.getByTestId('verify-write').click();
  await expect(item(upper, '2.1.1')).toContainText('? Yêu cầu bổ sung');
  await upper.page.getByTestId('agree-rest').click();
  await expect(upper.page.getByTestId('verify-progress')).toContainText('còn 0');
  await upper.page.locator('[data-state=Asked]').click();
  await expect(upper.page.getByTestId('verify-state')).toContainText('Yêu cầu bổ sung');
  await sync(upper);

  // The unit reads what is asked for, adds it, and hands up again.
  await sync(app);
  await app.open('#/cap-tren-tra-loi');
  await expect(app.page.getByTestId('answers-one')).toContainText('Chưa có biên bản.', { timeout: 30_000 });
  const added = await app.openItem('2.1.1');
  await added.note.fill('Biên bản họp ngày 12/3, có chữ ký.');
  await added.note.blur();
  await app.saved();
  await app.freeze();
  await sync(app);

  // The officer sees what is new, agrees, and decides.
  await sync(upper);
  await verify(upper);
  await expect(upper.page.getByTestId('verify-state')).toContainText('Đã bổ sung');
  await expect(item(upper, '2.1.1')).toContainText('Xem lại');
  await expect(item(upper, '1.2.1')).toContainText('✓ Đồng ý');
  await item(upper, '2.1.1').click();
  await upper.page.getByTestId('verify-agree').click();
  await expect(item(upper, '2.1.1')).toContainText('✓ Đồng ý');
  await upper.page.locator('[data-state=Passed]').click();
  await upper.page.locator('[data-state=Recognised]').click();
  await upper.page.getByTestId('verify-number').fill('12-QĐ/ĐTN');
  await upper.page.getByTestId('verify-step-yes').click();
  await expect(upper.page.getByTestId('verify-state')).toContainText('Quyết định số 12-QĐ/ĐTN');
  await sync(upper);

  // The unit has its decision; the level above has it in its sum.
  await sync(app);
  await app.open('#/cap-tren-tra-loi');
  await expect(app.page.getByTestId('answers-state').first()).toHaveText('Công nhận', { timeout: 30_000 });
  await upper.open('#/tong-hop');
  await upper.page.getByTestId('rollup-cycle').getByRole('combobox').or(upper.page.locator('select[data-testid=rollup-cycle]')).first().selectOption(String(year));
  await upper.page.getByTestId('rollup-make').click();
  await expect(upper.page.getByTestId('rollup-made')).toContainText('1 đơn vị, 1 đã gửi', { timeout: 30_000 });
  const file = await upper.download(upper.page.getByTestId('rollup').getByTestId('download'));
  const above = await phone();
  await speaks(above, 'Tỉnh Đoàn Thanh Hóa');
  await above.receive({ name: file.name, mimeType: 'application/octet-stream', buffer: file.bytes });
  await expect(above.results.first()).toContainText(OFFICE, { timeout: 30_000 });
  await above.open('#/tong-hop');
  await expect(above.page.getByTestId('rollup-line')).toContainText(`${OFFICE}, bản số 1: 1 đơn vị, 1 được công nhận`);
  await above.page.getByTestId('rollup-line').click();
  await expect(above.page.getByTestId('rollup-checked')).toBeVisible({ timeout: 30_000 });
  await expect(above.page.getByRole('row').filter({ hasText: UNIT })).toContainText('12-QĐ/ĐTN');
});
