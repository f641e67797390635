// Files that the app hands out.
import { expect } from '@playwright/test';
import { mkdir, readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DOWNLOADS } from '../../lib/firefox.mjs';

/** The file that a press hands out: its name and bytes. */
export async function handedOut(page, press) {
  if (page.context().browser()?.browserType().name() === 'firefox' && DOWNLOADS) {
    const name = await arrived(DOWNLOADS, press);
    return { name, bytes: await readFile(join(DOWNLOADS, name)) };
  }
  const coming = page.waitForEvent('download');
  await press();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** The name of the file that is new in a folder after a press, once all of it is there. */
export async function arrived(folder, press) {
  await mkdir(folder, { recursive: true });
  const before = await readdir(folder);
  await press();
  let name;
  await expect.poll(async () => {
    const names = (await readdir(folder)).filter((name) => !before.includes(name) && !name.startsWith('.'));
    [name] = names;
    // Firefox holds the name with an empty file, and writes into one beside it.
    return names.length === 1 && (await stat(join(folder, name))).size > 0;
  }, { timeout: 20_000 }).toBe(true);
  return name;
}
