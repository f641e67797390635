// For everybody: no fault that axe knows, targets large enough, the score read out.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './support/test.mjs';
import { LISTS, SIZES, speak } from './support/states.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** What depends on colours: the dark page is the same page in other ones. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

async function faultsOf(page, narrow = (axe) => axe.withTags(TAGS)) {
  // In the page itself: no frame of another origin is there, for which it would open a page more.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await narrow(axe).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.any[0]?.message ?? ''}`));
}

/** Buttons and links that are controls of their own, not words in a sentence, and smaller than 44 px. */
function smallTargets(page) {
  return page.evaluate(() => {
    const isControl = (element) => element.matches('button, select, summary, [role=radio], label.pick, label.tick')
      || getComputedStyle(element).display !== 'inline';
    return [...document.querySelectorAll('button, select, summary, a[href], label.pick, label.tick')]
      .filter((element) => element.checkVisibility() && isControl(element))
      .map((element) => [element, element.getBoundingClientRect()])
      .filter(([element, { width, height, bottom }]) => width > 0 && bottom > 0 && (width < 43.5 || height < 43.5) && !element.matches('.skip'))
      .map(([element, { width, height }]) => `${element.className || element.tagName} ${Math.round(width)}×${Math.round(height)} ${element.textContent.slice(0, 30)}`);
  });
}

// English has other words, in the same places and colours: the small screen will do.
const LANGUAGES = { 'dien-thoai': ['vi', 'en'], 'may-tinh': ['vi'] };

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const lang of LANGUAGES[size]) {
    test.describe(`${size}, ${lang}`, () => {
      test.use({ viewport, timezoneId: 'Asia/Ho_Chi_Minh' });

      for (const [list, states] of Object.entries(LISTS)) {
        const dark = lang === 'vi';
        test(`${list}${dark ? ' in light and dark' : ''} is free of faults, and its targets are large enough`, async ({ app, page }) => {
          test.setTimeout(600_000);
          await speak(page, lang);
          const faults = new Set();
          for (const [name, reach] of states) {
            await reach(app);
            for (const small of await smallTargets(page)) faults.add(`${name}: small: ${small}`);
            await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
            for (const fault of await faultsOf(page)) faults.add(`${name}: ${fault}`);
            if (!dark) continue;
            await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
            for (const fault of await faultsOf(page, (axe) => axe.withRules(COLOURS))) faults.add(`${name} dark: ${fault}`);
          }
          expect([...faults]).toEqual([]);
        });
      }
    });
  }
}

for (const [list, states] of Object.entries(LISTS)) {
  test(`nothing of ${list} is wider than a small phone`, async ({ app, page }) => {
    test.setTimeout(240_000);
    await page.setViewportSize({ width: 320, height: 640 });
    const wide = [];
    for (const [name, reach] of states) {
      await reach(app);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > 320) wide.push(`${name}: ${width}`);
    }
    expect(wide).toEqual([]);
  });
}

test('the score is read out when it changes', async ({ app }) => {
  await app.begin();
  await expect(app.said).toHaveRole('status');
  await app.item('1.2.1').step('4').click();
  await expect(app.said).toHaveText(/^Tổng 4\/100 điểm\. △ Còn vướng \d+ điều$/);
});

test('who wants no motion gets none', async ({ app, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await app.begin();
  const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter((element) => {
    const { transitionDuration, animationDuration, scrollBehavior } = getComputedStyle(element);
    const seconds = (text) => Math.max(...text.split(',').map(Number.parseFloat));
    return seconds(transitionDuration) > 0.01 || seconds(animationDuration) > 0.01 || scrollBehavior === 'smooth';
  }).map((element) => element.className || element.tagName));
  expect(moving).toEqual([]);
});

test('text twice as large loses nothing of the page', async ({ app, page }) => {
  await app.begin();
  await page.evaluate(() => { document.documentElement.style.setProperty('font-size', '200%'); });
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});
