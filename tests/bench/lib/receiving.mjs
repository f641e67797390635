// Taking in many submissions on the page that receives: does each file of many cost what each of a
// few costs? As fast as the machine is, because only this page is compared, with itself.

import { writeSubmissions } from './submissions.mjs';

const COUNTS = [200, 1600];
const LIMIT_MS = 600_000;

/** In the page: from the picking until a frame that shows all files as taken in was painted. */
const takenIn = (count) =>
  new Promise((resolve, reject) => {
    const numbers = () => (document.querySelector('[data-testid=results]')?.textContent.match(/\d+/g) ?? [0]).map(Number);
    const there = numbers()[0];
    const watch = (start) => {
      const [taken, ...others] = numbers();
      const runs = document.querySelector('.progress')?.textContent;
      if (others.some((number) => number > 0)) return reject(new Error('a file was not taken in'));
      if (runs || taken < there + count) return requestAnimationFrame(() => watch(start));
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
    };
    addEventListener('change', () => watch(performance.now()), { capture: true, once: true });
  });

async function takeIn(browser, url, [first, ...paths]) {
  const context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(LIMIT_MS);
    await page.goto(`${url}#/nhan`);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
    const give = async (files) => {
      const taken = page.evaluate(takenIn, files.length);
      // The listener must be there before the files are.
      await page.evaluate(() => 0);
      await page.getByTestId('pick').setInputFiles(files);
      return taken;
    };
    // The engine's worker starts with the first file, and is no part of what a file costs.
    await give([first]);
    return (await give(paths)) / paths.length;
  } finally {
    await context.close();
  }
}

/** Milliseconds for each file, in turn: [{ 200: …, 1600: … }]. */
export async function measureReceiving(browser, url, runs) {
  const paths = await writeSubmissions(Math.max(...COUNTS) + 1);
  const samples = [];
  for (let run = 1; run <= runs; run++) {
    const sample = {};
    for (const count of COUNTS) sample[count] = await takeIn(browser, url, paths.slice(0, count + 1));
    samples.push(sample);
    console.error(`${run}/${runs} taking in: ${COUNTS.map((count) => `${count} files, ${sample[count].toFixed(1)} ms each`).join('; ')}`);
  }
  return samples;
}
