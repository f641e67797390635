// Where the browser of the tests is. `cargo xtask` looks more widely, and says so in BCD_CHROMIUM.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

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

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of a Chromium, or undefined for Playwright's own. */
export function chromiumPath() {
  if (process.env.BCD_CHROMIUM) return process.env.BCD_CHROMIUM;
  const directories = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const places = PROGRAMS.flatMap((program) => directories.map((directory) => join(directory, program)));
  return places.find(isProgram);
}

/** Options for `chromium.launch()`, the same in tests and measurements. */
export function launchOptions() {
  return { executablePath: chromiumPath(), args: CHROMIUM_ARGS };
}
