// Where the Firefox of the tests is. `cargo xtask` looks more widely, and says so in BCD_FIREFOX.
import { firefox as playwrights } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { onPath } from './programs.mjs';

const path = process.env.BCD_FIREFOX || onPath('firefox-esr', 'firefox');
const executablePath = path === playwrights.executablePath() ? undefined : path;

/**
 * Where a plain Firefox puts what is downloaded, one folder for each process that tests. Firefox ESR
 * 153 tells of a download without its number, and Playwright does not hear of it.
 */
export const DOWNLOADS = executablePath
  && fileURLToPath(new URL(`../results/firefox-${process.pid}`, import.meta.url));

/**
 * What Playwright starts: a plain Firefox, which it speaks WebDriver BiDi with, or else its own.
 * Playwright 1.65 asks every Firefox for a command that ESR 153 does not have, so it stays at 1.64.
 */
export function firefox() {
  if (!executablePath) return { browserName: 'firefox' };
  return {
    browserName: 'firefox',
    channel: 'moz-firefox',
    launchOptions: { executablePath, downloadsPath: DOWNLOADS },
    // It doubles the time of a test here.
    trace: 'off',
  };
}
