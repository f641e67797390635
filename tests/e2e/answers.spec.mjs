// The upper level says for whom it receives, and the unit reads what it answers.
import { expect, test } from './support/test.mjs';

const payload = ({ name, bytes }) => ({ name, mimeType: 'application/json', buffer: bytes });

test('nobody is told that a report came before the office is chosen; then the unit reads the answer', async ({ app, device }) => {
  test.slow();
  await app.begin('Đoàn xã Quảng Xương');
  await app.answer('1.2.1');
  const file = await app.freezeAndDownload();

  const upper = await device();
  await upper.receive(payload(file));
  await expect(upper.results).toContainText('✓ Mới');
  await upper.open('#/o-chung/chuyen-tay');
  await upper.page.getByTestId('hand-lower').click();
  await expect(upper.page.getByRole('main')).toContainText('thay mặt cơ quan nào');
  // An office that has no dossier here.
  await upper.open('#/don-vi');
  const ask = upper.page.getByTestId('office-ask');
  await ask.getByTestId('office-new').click();
  await expect(ask).toContainText('Hãy gõ tên cơ quan');
  await ask.getByTestId('office-name').fill('Thành Đoàn Bình Hải');
  await ask.getByTestId('office-new').click();
  await expect(upper.page.getByTestId('office')).toContainText('Thành Đoàn Bình Hải');
  await upper.page.reload();
  await expect(upper.page.getByTestId('office')).toContainText('Thành Đoàn Bình Hải');

  await upper.open('#/o-chung/chuyen-tay');
  await upper.page.getByTestId('hand-lower').click();
  const answer = await upper.download(upper.page.getByTestId('hand-ready').getByTestId('download'));
  await app.open('#/cap-tren-tra-loi');
  await expect(app.page.getByTestId('answers-none')).toBeVisible();
  await app.receive(payload(answer));
  await expect(app.results).toContainText('✓ Cấp trên trả lời');
  await app.results.getByRole('link', { name: 'Xem cấp trên trả lời' }).click();
  const one = app.page.getByTestId('answers-one');
  await expect(one).toContainText('Thành Đoàn Bình Hải');
  await expect(one.getByTestId('answers-state')).toHaveText('Đã nhận');
  await app.open();
  await expect(app.page.getByTestId('answers')).toHaveText('Cấp trên trả lời');
});
