// A phone in a desktop browser: one Chromium, and a fresh context (cold cache) for every load.

import { chromium } from '@playwright/test';
import { launchOptions } from '../../lib/chromium.mjs';
import { profile } from './profile.mjs';

export const launch = () => chromium.launch(launchOptions());

export const newPhone = (browser, options) =>
  browser.newContext({
    viewport: profile.viewport,
    deviceScaleFactor: profile.deviceScaleFactor,
    isMobile: true,
    hasTouch: true,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    serviceWorkers: 'allow',
    ...options,
  });

// A page as slow as the phone. Errors of the page fail the run: a broken page is fast.
export async function openPage(context, { slowdown = profile.cpuSlowdown } = {}) {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  const errors = [];
  page.on('pageerror', (error) => errors.push(error));
  const failOnErrors = () => {
    if (errors.length) throw new Error(`the page failed: ${errors[0].message}`, { cause: errors[0] });
  };
  return { page, cdp, failOnErrors };
}
