// Nothing that a person typed is lost, whatever the browser does to its storage.
import { expect, test } from './support/test.mjs';
import { storedField } from './support/database.mjs';
import { closeConnections, forbidDatabase, hideDatabase, rememberConnections } from './support/faults.mjs';

for (const [words, fault] of [['forbids', forbidDatabase], ['has no', hideDatabase]]) {
  test(`a browser that ${words} database says so, and the work can be taken out`, async ({ app, page, device }) => {
    await page.addInitScript(fault);
    await app.open();
    await expect(app.saveNotice).toContainText('không lưu được dữ liệu');
    await page.getByTestId('unit-name').fill('Đoàn xã Tân Lập');
    await page.getByTestId('begin').click();
    await app.item('1.2.1').step('4').click();
    await expect(app.save).toHaveAttribute('data-state', 'memory');
    await app.tab('Thêm');
    await page.getByTestId('backup').click();
    const file = await app.download(page.getByTestId('backup-ready').getByTestId('download'));
    const other = await device();
    await other.restore(file);
    await other.open('#/tu-cham');
    await expect(other.total).toHaveText('4/100');
  });
}

for (const [words, event] of [['with a word', true], ['without a word', false]]) {
  test(`a connection that the browser closes ${words} is opened again`, async ({ app, page }) => {
    await page.addInitScript(rememberConnections);
    await app.begin();
    await page.evaluate(closeConnections, event);
    await app.item('1.2.1').step('4').click();
    await app.saved();
    expect(await storedField(page, 'answer/1.2.1/step')).toBe('4');
    await page.reload();
    await expect(app.total).toHaveText('4/100');
  });
}

test('what was shown as saved is there after a reload in the middle of typing', async ({ app, page }) => {
  await app.begin();
  let item = await app.openItem('1.1.1');
  page.on('dialog', (dialog) => dialog.accept());
  await item.note.pressSequentially('Quý I đã gửi cấp uỷ.');
  await app.saved();
  await item.note.pressSequentially(' Quý II', { delay: 1 });
  await page.reload();
  item = app.item('1.1.1');
  await expect(item.note).toHaveValue(/^Quý I đã gửi cấp uỷ\./);
});
