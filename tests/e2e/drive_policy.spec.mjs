// The second policy of the page: once the drives are known, it talks to their servers and to its own
// host, and to nobody else; who connects another one opens the page anew.
import { startServer } from '../server.mjs';
import { App } from './support/app.mjs';
import { freePort } from './support/apache.mjs';
import { connect, expect, inStep, lastReport, test } from './support/shared.mjs';

// Breaches are brought about here, and drives ask who is there.
test.beforeEach(({ watch }) => {
  watch.breaches = true;
  watch.allowed.push(/status of 401/);
});

// Whether code in the page gets through to an address: `answered`, `refused` by the policy, or
// what else went wrong.
function ask(app, address) {
  return app.page.evaluate(async (url) => Promise.race([
    new Promise((said) => { addEventListener('securitypolicyviolation', () => said('refused'), { once: true }); }),
    fetch(url, { mode: 'no-cors', credentials: 'omit' }).then(() => 'answered', async (error) => {
      await new Promise((done) => { setTimeout(done, 2_000); });
      return String(error);
    }),
  ]), address);
}

// The policy comes with the list of drives, a moment after the page.
async function expectRefused(app, address) {
  await expect.poll(() => ask(app, address), { timeout: 30_000 }).toBe('refused');
}

test('without a drive the page talks to its own host alone @browsers', async ({ app }) => {
  const other = await startServer({ dir: new URL('../../docs', import.meta.url).pathname });
  try {
    await app.open();
    await expectRefused(app, `${other.url}sync.md`);
    expect(await ask(app, './manifest.webmanifest')).toBe('answered');
  } finally {
    await other.close();
  }
});

test('with drives it talks to them alone, and a second server is connected by opening it anew', async ({ app, drive, second }) => {
  test.slow();
  const { page } = app;
  await app.begin('Đoàn phường An Cư');
  await connect(app, drive, { keep: true });
  await inStep(app);
  await expectRefused(app, second.address);
  expect(await ask(app, drive.address)).toBe('answered');

  await app.open('#/o-chung');
  await page.getByTestId('way-webdav').click();
  await expect(page.getByText('Để nối một máy chủ mới, hãy mở lại trang')).toBeVisible();
  await expect(page.getByTestId('address')).toHaveCount(0);
  await page.getByTestId('reopen').click();
  await expect(page.getByTestId('address')).toBeVisible({ timeout: 30_000 });
  await connect(app, second, { keep: true });
  const states = page.getByTestId('drive-state');
  await expect(states).toHaveText([/Khớp lúc/, /Khớp lúc/], { timeout: 60_000 });

  const nobody = `http://127.0.0.1:${await freePort()}/`;
  for (const when of ['after connecting', 'at the next start']) {
    await expectRefused(app, nobody);
    expect(await ask(app, second.address), when).toBe('answered');
    expect(await ask(app, drive.address), when).toBe('answered');
    await page.reload();
    await expect(states).toHaveCount(2, { timeout: 30_000 });
  }
});

test('a page that is opened at the form is left open for it, and no longer', async ({ app, drive }) => {
  const { page } = app;
  await app.begin('Đoàn phường An Cư');
  await page.goto('about:blank');
  await app.open('#/o-chung/webdav');
  await expect(page.getByTestId('address')).toBeVisible();
  await expect(page.getByTestId('reopen')).toHaveCount(0);
  expect(await ask(app, drive.address)).toBe('answered');
  await app.open('#/them');
  await expectRefused(app, drive.address);
});

test('a tab that does not know a new server says so in words, and notes no fault for the others', async ({ app, drive }) => {
  test.slow();
  await app.begin('Đoàn phường An Cư');
  const other = new App(await app.page.context().newPage());
  await other.open('#/tu-cham');
  await expectRefused(other, drive.address);
  await connect(app, drive, { keep: true });
  await inStep(app);
  const before = await lastReport(app);

  await other.open('#/o-chung');
  const card = other.page.getByTestId('drive');
  await expect(card).toContainText('Mở lại trang để dùng ổ này', { timeout: 30_000 });
  await expect(card.getByTestId('sync-now')).toHaveCount(0);
  await expect(card.getByTestId('drive-fault')).toHaveCount(0);
  await card.getByText('Cài đặt ổ').click();
  await card.getByTestId('settings-save').click();
  await expect(other.toast).toContainText('Đã lưu cài đặt ổ');
  expect(await lastReport(app)).toEqual(before);

  await card.getByTestId('reopen').click();
  await expect.poll(() => lastReport(app), { timeout: 60_000 }).not.toEqual(before);
  await inStep(other);
});
