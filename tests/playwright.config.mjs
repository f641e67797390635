// Browser tests: one release build, under a path of a plain static host, in Chromium.
import { defineConfig } from '@playwright/test';
import { launchOptions } from './lib/chromium.mjs';

// Two checkouts may be tested at the same time.
const PORT = Number(process.env.BCD_TEST_PORT ?? 4173);
const BASE = '/doan/3cd/';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.mjs',
  outputDir: 'results',
  workers: 2,
  retries: 0,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  reporter: process.env.CI ? [['list'], ['github']] : 'list',
  // `cargo xtask screenshots` names its spec; a plain run tests only.
  testIgnore: process.argv.some((argument) => argument.includes('screenshots')) ? [] : ['**/screenshots.spec.mjs'],
  use: {
    browserName: 'chromium',
    baseURL: `http://127.0.0.1:${PORT}${BASE}`,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    launchOptions: launchOptions(),
    trace: 'retain-on-failure',
  },
  webServer: {
    command: `node server.mjs --dir ../dist --port ${PORT} --base ${BASE}`,
    url: `http://127.0.0.1:${PORT}${BASE}`,
    reuseExistingServer: false,
  },
});
