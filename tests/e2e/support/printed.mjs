// Documents as paper: what Chromium prints and LibreOffice opens, read back by Poppler.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { expect } from '@playwright/test';

/** Runs `use` on a folder that is gone afterwards. */
function inFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'bcd-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The texts of office files, as LibreOffice and Poppler read them. It starts once for all of them. */
export function textsOf(files) {
  return inFolder((folder) => {
    // A Word and an Excel file of one document differ in their endings only.
    const paths = files.map(({ name }, at) => join(folder, `${at}${extname(name)}`));
    files.forEach(({ bytes }, at) => writeFileSync(paths[at], bytes));
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    execFileSync('soffice', [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...paths]);
    return files.map((_, at) => execFileSync('pdftotext', ['-layout', join(folder, `${at}.pdf`), '-']).toString());
  });
}

const POINTS = 72 / 25.4;
const number = (tag, name) => Number(tag.match(new RegExp(`${name}="([\\d.]+)"`))[1]);

/** The page as the printer gets it: its text, and its sheets with every word's box in points. */
export async function print(page) {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  return inFolder((folder) => {
    const path = join(folder, 'in.pdf');
    writeFileSync(path, pdf);
    const pages = [];
    for (const [tag] of execFileSync('pdftotext', ['-bbox', path, '-']).toString().matchAll(/<(page|word) [^>]*>[^<]*/g)) {
      if (tag.startsWith('<page')) {
        pages.push({ width: number(tag, 'width'), height: number(tag, 'height'), words: [] });
      } else {
        const [left, right] = [number(tag, 'xMin'), number(tag, 'xMax')];
        const [top, bottom] = [number(tag, 'yMin'), number(tag, 'yMax')];
        pages.at(-1).words.push({ text: tag.split('>')[1], left, right, top, bottom });
      }
    }
    return { text: execFileSync('pdftotext', ['-layout', path, '-']).toString(), pages };
  });
}

/** A4, text within its margins (top 20, right 20, bottom 20, left 30 mm), page numbers in the top. */
export function expectSheets({ pages }) {
  const near = (a, mm) => Math.abs(a - mm * POINTS) < 1.5;
  pages.forEach(({ width, height, words }, at) => {
    const upright = near(width, 210) && near(height, 297);
    expect(upright || (near(width, 297) && near(height, 210)), `page ${at + 1}: ${width} × ${height}`).toBe(true);
    expect(words.length, `page ${at + 1} is not empty`).toBeGreaterThan(0);
    for (const { text, left, right, top, bottom } of words) {
      const inTop = at > 0 && text === String(at + 1) && bottom < 20 * POINTS + 1.5;
      const inside = left > 30 * POINTS - 2 && right < width - 20 * POINTS + 2 && bottom < height - 20 * POINTS + 2 && top > 20 * POINTS - 2;
      expect(inside || inTop, `page ${at + 1}: “${text}” at ${left}–${right}, ${top}–${bottom}`).toBe(true);
    }
    if (at > 0) expect(words.some(({ text, bottom }) => text === String(at + 1) && bottom < 20 * POINTS + 1.5), `page ${at + 1} bears its number`).toBe(true);
  });
}

/** The Union's title at the right, the issuing body at the left. */
export function expectHead({ pages: [first] }) {
  const middle = first.width / 2;
  const union = first.words.find(({ text }) => text === 'TNCS');
  expect(union?.left, 'the Union’s title').toBeGreaterThan(middle);
  const stars = first.words.find(({ text }) => text === '***');
  expect(stars?.right, 'the issuing body').toBeLessThan(middle);
}
