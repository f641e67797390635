// Browser tests: one release build, under a path of a plain static host. All of them run in
// Chromium, those marked `@browsers` also in Firefox and in WebKit.
import { defineConfig } from '@playwright/test';
import { launchOptions } from './lib/chromium.mjs';
import { firefox } from './lib/firefox.mjs';
import { isDriven } from './lib/webkit.mjs';

// Two checkouts may be tested at the same time.
const PORT = Number(process.env.BCD_TEST_PORT ?? 4173);
const BASE = '/doan/3cd/';

const DRIVEN = '**/webkit.spec.mjs';
// `cargo xtask screenshots` names its spec; a plain run tests only.
const SCREENSHOTS = process.argv.some((argument) => argument.includes('screenshots')) ? [] : ['**/screenshots.spec.mjs'];

const chromium = {
  name: 'chromium',
  testIgnore: [DRIVEN, ...SCREENSHOTS],
  use: { browserName: 'chromium', launchOptions: launchOptions() },
};
// They start and draw more slowly than Chromium.
const timeout = 60_000;
const others = { timeout, testIgnore: DRIVEN, grep: /@browsers/ };
// WebKitGTK has a spec of its own, in the words of its driver. Where there is no WebKitGTK,
// Playwright's own WebKit runs what Firefox runs.
const webkit = isDriven() ? { timeout, testMatch: DRIVEN } : { ...others, use: { browserName: 'webkit' } };

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.mjs',
  outputDir: 'results',
  workers: 2,
  retries: 0,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  reporter: process.env.CI ? [['list'], ['github']] : 'list',
  use: {
    baseURL: `http://127.0.0.1:${PORT}${BASE}`,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    // A trace of every action makes each test a quarter slower: only for who looks into a failure.
    trace: process.env.BCD_TRACE ? 'retain-on-failure' : 'off',
  },
  projects: [chromium, { name: 'firefox', ...others, use: firefox() }, { name: 'webkit', ...webkit }],
  webServer: {
    command: `node server.mjs --dir ../dist --port ${PORT} --base ${BASE}`,
    url: `http://127.0.0.1:${PORT}${BASE}`,
    reuseExistingServer: false,
  },
});
