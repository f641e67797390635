// An upper level verifies a submission item by item, asks for more, is answered, and decides.
import { expect, test } from './support/test.mjs';

const payload = ({ name, bytes }) => ({ name, mimeType: 'application/json', buffer: bytes });

async function speakForProvince(upper) {
  await upper.open('#/don-vi');
  const ask = upper.page.getByTestId('office-ask');
  await ask.getByTestId('office-name').fill('Thành Đoàn Bình Hải');
  await ask.getByTestId('office-new').click();
  await expect(upper.page.getByTestId('office')).toContainText('Thành Đoàn Bình Hải');
}

async function openVerify(upper) {
  await upper.results.first().getByRole('link').first().click();
  await upper.page.getByTestId('to-verify').click();
  await expect(upper.page.getByTestId('verify')).toBeVisible();
}

const item = (upper, id) => upper.page.locator(`[data-testid=verify-item][data-item="${id}"]`);

test('a unit is asked for more, answers, and is recognised; what was agreed stays agreed', async ({ app, device }) => {
  test.slow();
  await app.begin('Đoàn xã Quảng Xương');
  await app.answer('1.2.1');
  await app.answer('2.1.1');
  const first = await app.freezeAndDownload();

  const upper = await device();
  const { page } = upper;
  await speakForProvince(upper);
  await upper.receive(payload(first));
  await expect(upper.results).toContainText('✓ Mới', { timeout: 30_000 });
  await openVerify(upper);
  await expect(page.getByTestId('verify-state')).toContainText('Đã nhận');

  // What is claimed without evidence comes first, with its reason.
  await expect(page.getByTestId('verify-item').first()).toContainText('Nhận đạt mà không có minh chứng');
  await item(upper, '1.2.1').click();
  await page.getByTestId('verify-ask').click();
  await page.getByTestId('verify-write').click();
  await expect(page.getByTestId('verify-one')).toContainText('Cần ghi lý do');
  await page.getByTestId('verify-why').fill('Gửi kèm danh sách của từng chi đoàn.');
  await page.getByTestId('verify-write').click();
  await expect(item(upper, '1.2.1')).toContainText('? Yêu cầu bổ sung');
  // By the keyboard: the item that is open now is agreed to, and the next one opens.
  await item(upper, '2.1.1').click();
  await page.keyboard.press('a');
  await expect(item(upper, '2.1.1')).toContainText('✓ Đồng ý');
  await expect(page.getByTestId('verify-state')).toContainText('Đang thẩm định');
  await page.getByTestId('agree-rest').click();
  await expect(page.getByTestId('verify-progress')).toContainText('còn 0');

  // No state is skipped: from here nothing leads to a decision.
  await expect(page.locator('[data-state=Recognised]')).toHaveCount(0);
  await page.locator('[data-state=Asked]').click();
  await expect(page.getByTestId('verify-state')).toContainText('Yêu cầu bổ sung');
  await page.getByTestId('verify-make').click();
  const answer = await upper.download(page.getByTestId('verify-answer').getByTestId('download'));

  await app.receive(payload(answer));
  await expect(app.results.first()).toContainText('Cấp trên trả lời', { timeout: 30_000 });
  await app.open('#/cap-tren-tra-loi');
  const said = app.page.getByTestId('answers-one');
  await expect(said).toContainText('Gửi kèm danh sách của từng chi đoàn.');
  await expect(said.getByTestId('answers-state')).toHaveText('Yêu cầu bổ sung');
  await app.open('#/tu-cham');
  await app.item('1.2.1').step('2').click();
  await app.saved();
  const second = await app.freezeAndDownload();

  await upper.receive(payload(second));
  await expect(upper.results.first()).toContainText('bản mới', { timeout: 30_000, ignoreCase: true });
  await openVerify(upper);
  await expect(page.getByTestId('verify-state')).toContainText('Đã bổ sung');
  // Only what the unit changed is to be looked at again.
  await expect(item(upper, '1.2.1')).toContainText('Xem lại');
  await expect(item(upper, '2.1.1')).toContainText('✓ Đồng ý');
  await item(upper, '1.2.1').click();
  await expect(page.getByTestId('verify-one')).toContainText('Đơn vị đã bổ sung theo yêu cầu');
  await page.getByTestId('verify-agree').click();
  await expect(item(upper, '1.2.1')).toContainText('✓ Đồng ý');
  await page.locator('[data-state=Passed]').click();
  await page.locator('[data-state=Recognised]').click();
  await page.getByTestId('verify-step-yes').click();
  await expect(upper.toast).toContainText('Thiếu số quyết định');
  await page.getByTestId('verify-number').fill('12-QĐ/ĐTN');
  await page.getByTestId('verify-step-yes').click();
  await expect(page.getByTestId('verify-state')).toContainText('Quyết định số 12-QĐ/ĐTN');
  await page.reload();
  await expect(page.getByTestId('verify-state')).toContainText('Công nhận', { timeout: 30_000 });
  // Back only with a reason, and with a trace of it.
  await page.locator('[data-state=Passed]').click();
  await page.getByTestId('verify-step-why').fill('Sai số quyết định.');
  await page.getByTestId('verify-step-yes').click();
  await expect(page.getByTestId('verify-state')).not.toContainText('12-QĐ/ĐTN');
  await page.getByTestId('verify-state').getByText('Các bước đã đi').click();
  await expect(page.getByTestId('verify-history')).toContainText('Sai số quyết định.');
});
