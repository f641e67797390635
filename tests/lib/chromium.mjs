// Where the Chromium of the tests is. `cargo xtask` looks more widely, and says so in BCD_CHROMIUM.
import { onPath } from './programs.mjs';

// The shell first: it draws no windows, so a new profile costs a quarter.
const PROGRAMS = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** No sandbox, because containers run as root; no service of the browser that calls out. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The path of a Chromium, or undefined for Playwright's own. */
export function chromiumPath() {
  return process.env.BCD_CHROMIUM || onPath(...PROGRAMS);
}

/** Options for `chromium.launch()`, the same in tests and measurements. */
export function launchOptions() {
  return { executablePath: chromiumPath(), args: CHROMIUM_ARGS };
}
