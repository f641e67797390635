// The table units × items beside as many submissions as were taken in: opened, filtered, sorted, scrolled.

/** In the page: from the next event of a type to the end of the first frame in which `ready` holds. */
const untilInPage = ({ type, selector, like }) =>
  new Promise((done) => {
    const tasks = [];
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => tasks.push(duration)));
    observer.observe({ type: 'longtask' });
    const pattern = new RegExp(like, 'u');
    addEventListener(type, ({ timeStamp }) => {
      const look = () => requestAnimationFrame(() => {
        if (![...document.querySelectorAll(selector)].some((it) => pattern.test(it.textContent))) return look();
        // Behind the frame's painting.
        const port = new MessageChannel();
        port.port1.onmessage = () => {
          observer.disconnect();
          done({ ms: performance.now() - timeStamp, longest: Math.max(0, ...tasks) });
        };
        port.port2.postMessage(0);
        return undefined;
      });
      look();
    }, { capture: true, once: true });
  });

/** In the page: scrolls what the table stands in by half a screen a frame, 60 times. */
const scrollInPage = () =>
  new Promise((done) => {
    let box = document.querySelector('[role=grid]');
    while (box && box.scrollHeight <= box.clientHeight + 1) box = box.parentElement;
    const target = box ?? document.scrollingElement;
    let [steps, worst, last] = [0, 0, performance.now()];
    const step = () => {
      const now = performance.now();
      worst = Math.max(worst, now - last);
      last = now;
      if (steps++ === 60) return done({ worst, moved: target.scrollTop });
      target.scrollTop += target.clientHeight / 2;
      return requestAnimationFrame(step);
    };
    requestAnimationFrame(() => {
      last = performance.now();
      requestAnimationFrame(step);
    });
  });

async function timed(page, how, act) {
  const measured = page.evaluate(untilInPage, how);
  // The listener must be there before the finger is.
  await page.evaluate(() => 0);
  await act();
  return measured;
}

/** Measures the table on a page of the app that took in `count` submissions of units. */
export async function measureDesk(page, count) {
  await page.evaluate(() => { location.hash = '#/don-vi'; });
  await page.getByTestId('unit-count').waitFor();
  const rows = { type: 'click', selector: '[role=grid] [role=rowheader], [role=grid] th[scope=row]', like: '.' };
  const open = () => timed(page, rows, () => page.getByTestId('to-table').click());
  const first = await open();
  await page.evaluate(() => { location.hash = '#/don-vi'; });
  await page.getByTestId('to-table').waitFor();
  const again = await open();
  const sort = await timed(page, { type: 'click', selector: '[aria-sort=descending]', like: 'Tổng' }, () =>
    page.getByRole('columnheader', { name: 'Tổng' }).getByRole('button').click());
  const scroll = await page.evaluate(scrollInPage);
  const nodes = await page.evaluate(() => document.getElementsByTagName('*').length);
  const filter = await timed(page, { type: 'input', selector: '[data-testid=table-count]', like: `^(?!${count}/)` }, () =>
    page.getByTestId('search').pressSequentially('7'));
  return { first, again, sort, scroll, filter, nodes };
}
