// A phone kills the browser without asking; what was shown as saved is on the disk.
import { chromium } from '@playwright/test';
import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchOptions } from '../lib/chromium.mjs';
import { App } from './support/app.mjs';
import { expect, test } from './support/test.mjs';
import { photo } from './support/samples.mjs';

/** The browser's own process: the one with this profile that is neither a shell around it nor its child. */
function processOf(profile) {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      const mine = command.includes(`--user-data-dir=${profile}`) && !command[0].endsWith('/sh');
      if (mine && !command.some((word) => word.startsWith('--type='))) return Number(pid);
    } catch {
      // Ended meanwhile.
    }
  }
  throw new Error(`no browser runs on ${profile}`);
}

test('everything shown as saved survives the death of the browser', async ({ baseURL }) => {
  test.slow();
  const profile = await mkdtemp(join(tmpdir(), 'bcd-profile-'));
  const start = async () => {
    const context = await chromium.launchPersistentContext(profile, { ...launchOptions(), baseURL, locale: 'vi-VN' });
    return new App(context.pages()[0] ?? await context.newPage());
  };

  const app = await start();
  await app.begin('Đoàn xã Quảng Xương');
  await app.answer('1.2.1', '2.1.1');
  const item = await app.openItem('1.2.1');
  await item.addFiles(await photo(app.page, { width: 640, height: 480 }));
  await expect(item.pieces.locator('img')).toBeVisible({ timeout: 30_000 });
  await item.privateNote.fill('Ghi chú riêng cuối cùng.');
  await app.saved();
  const ended = app.page.context().waitForEvent('close');
  process.kill(processOf(profile), 'SIGKILL');
  await ended;

  const again = await start();
  const there = await again.openItem('1.2.1');
  await expect(again.total).toHaveText('9/100');
  await expect(there.privateNote).toHaveValue('Ghi chú riêng cuối cùng.');
  await expect.poll(() => there.pieces.locator('img').evaluate((image) => image.naturalWidth)).toBe(640);
  await again.page.context().close();
  await rm(profile, { recursive: true, force: true });
});
