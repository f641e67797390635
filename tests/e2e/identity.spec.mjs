// Who wrote a file: what the two people see who compare the words of a device.
import { expect, test } from './support/test.mjs';

const payload = ({ name, bytes }) => ({ name, mimeType: 'application/json', buffer: bytes });
const words = (app) => app.page.getByTestId('code-words').first();

/** The words of a device, as its own page shows them. */
async function ownWords(app) {
  await app.open('#/o-chung/ma');
  await expect(words(app)).not.toBeEmpty({ timeout: 30_000 });
  return words(app).innerText();
}

async function openReceived(app, file) {
  // Results of before may still stand there.
  await app.open('#/nhan');
  const before = await app.results.count();
  await app.receive(payload(file));
  await expect(app.results).toHaveCount(before + 1, { timeout: 30_000 });
  await app.results.first().getByRole('link').click();
  await expect(app.submission).toBeVisible();
}

test('@browsers the upper level compares five words with the unit, and knows its device from then on', async ({ app, device }) => {
  test.slow();
  await app.begin('Đoàn xã Quảng Xương');
  await app.answer('1.2.1');
  const first = await app.freezeAndDownload();
  const spoken = await ownWords(app);
  expect(spoken.split(' ')).toHaveLength(5);
  await expect(app.page.getByTestId('qr')).toBeVisible();

  const upper = await device();
  await openReceived(upper, first);
  const sender = upper.page.getByTestId('sender');
  await expect(sender.getByTestId('identity')).toHaveText('△ Chưa xác nhận');
  await expect(words(upper)).toHaveText(spoken, { timeout: 30_000 });
  await upper.page.getByTestId('code-same').click();
  await expect(sender.getByTestId('identity')).toHaveText('✓ Đã xác nhận');
  await upper.open('#/don-vi');
  await expect(upper.unitRows.getByTestId('identity')).toHaveText('✓ Đã xác nhận');

  await app.open('#/tu-cham');
  await app.answer('2.1.1');
  await openReceived(upper, await app.freezeAndDownload());
  await expect(sender.getByTestId('identity')).toHaveText('✓ Đã xác nhận');
});

test('a new phone is held apart until somebody compares its words; what nobody knows can be discarded', async ({ app, device }) => {
  test.slow();
  await app.begin('Đoàn xã Quảng Xương');
  await app.answer('1.2.1');
  const [first, copy] = [await app.freezeAndDownload(), await app.backup()];
  const phone = await device();
  await phone.restore(copy);
  await phone.open('#/tu-cham');
  await phone.answer('2.1.1');
  const second = await phone.freezeAndDownload();

  const upper = await device();
  await openReceived(upper, first);
  await upper.receive(payload(second));
  await expect(upper.results.first()).toContainText('△ Chưa rõ ai gửi');
  await upper.open('#/don-vi');
  await expect(upper.unitRows).toHaveCount(1);
  await expect(upper.unitRows).toContainText('Bản số 1');
  await expect(upper.unitRows).toContainText('△ chưa rõ ai gửi: 1');
  await upper.unitRows.click();
  await upper.page.getByTestId('apart').getByRole('link').click();
  const sender = upper.page.getByTestId('sender');
  await expect(sender).toContainText('Máy mới của đơn vị, chưa xác nhận');
  await expect(words(upper)).toHaveText(await ownWords(phone), { timeout: 30_000 });
  const discard = upper.page.getByTestId('discard');
  await discard.click();
  await upper.page.getByTestId('discard-sure').click();
  await expect(upper.unitRows).not.toContainText('chưa rõ ai gửi');

  // By hand it comes again, and counts once its words were compared.
  await openReceived(upper, second);
  await upper.page.getByTestId('code-same').click();
  await expect(sender.getByTestId('identity')).toHaveText('✓ Đã xác nhận');
  await upper.open('#/don-vi');
  await expect(upper.unitRows).toContainText('Bản số 2');
});

test('the picture of a code leads to a page that says whose device it is', async ({ app, device }) => {
  test.slow();
  await app.begin('Đoàn xã Quảng Xương');
  await app.answer('1.2.1');
  const file = await app.freezeAndDownload();
  await ownWords(app);
  const key = await app.page.evaluate(async () => {
    const after = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
    const db = await after(indexedDB.open('ba-chu-dong-keys', 1));
    const pair = await after(db.transaction('keys').objectStore('keys').get('device'));
    const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    const text = btoa(String.fromCharCode(...raw)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    return `${raw.length === 32 ? 'ed25519' : 'p256'}:${text}`;
  });
  await app.open(`#/o-chung/ma/${key}`);
  await expect(app.page.getByTestId('scanned')).toContainText('mã của chính máy này');

  const upper = await device();
  await upper.open(`#/o-chung/ma/${key}`);
  const scanned = upper.page.getByTestId('scanned');
  await expect(scanned).toContainText('Ở đây chưa có tệp nào của máy này');
  await openReceived(upper, file);
  await upper.open(`#/o-chung/ma/${key}`);
  await expect(scanned).toContainText('Mã này là của Đoàn xã Quảng Xương');
  await scanned.getByTestId('code-same').click();
  await expect(scanned.getByTestId('identity')).toHaveText('✓ Đã xác nhận');
});

test('a unit sees that its upper level’s receipt is not confirmed, and confirms it', async ({ app, device }) => {
  test.slow();
  await app.begin('Đoàn xã Quảng Xương');
  await app.answer('1.2.1');
  const file = await app.freezeAndDownload();
  const upper = await device();
  await upper.begin('Huyện Đoàn Bình Hải');
  await upper.speakFor('Huyện Đoàn Bình Hải');
  await upper.receive(payload(file));
  await expect(upper.results).toContainText('✓ Mới');
  await upper.open('#/o-chung/chuyen-tay');
  await upper.page.getByTestId('hand-lower').click();
  const receipt = await upper.download(upper.page.getByTestId('hand-ready').getByTestId('download'));

  await app.receive(payload(receipt));
  await expect(app.results).toContainText('✓ Cấp trên trả lời');
  await app.open('#/gui');
  await expect(app.page.getByTestId('sent-state')).toContainText('△ Chưa xác nhận');
  const spoken = await ownWords(upper);
  await app.open('#/o-chung/ma');
  const row = app.page.getByTestId('upper-key');
  await expect(row.getByTestId('code-words')).toHaveText(spoken, { timeout: 30_000 });
  await row.getByTestId('code-same').click();
  await expect(row.getByTestId('identity')).toHaveText('✓ Đã xác nhận');
  await app.open('#/gui');
  await expect(app.page.getByTestId('sent-state')).not.toContainText('Chưa xác nhận');
});
