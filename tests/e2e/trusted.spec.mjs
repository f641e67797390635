// Trusted Types: text becomes no code in the page, whoever hands it over.
import { expect, test } from './support/shared.mjs';

// Breaches are brought about here.
test.beforeEach(({ watch }) => {
  watch.breaches = true;
  watch.allowed.push(/Trusted(HTML|Script|ScriptURL)|trusted-types/);
});

// Whether each attempt was let through, by its name.
const attempts = () => {
  const box = document.createElement('div');
  const tried = {
    text: () => { box.innerHTML = '<p class="a">1 &lt; 2, onclick=x</p>'; },
    handler: () => { box.innerHTML = '<img src="x" onerror="x">'; },
    frame: () => { box.innerHTML = '<iframe src="./"></iframe>'; },
    refresh: () => { box.insertAdjacentHTML('beforeend', '<meta http-equiv="refresh" content="9;url=/">'); },
    attribute: () => { box.setAttribute('onclick', 'x'); },
    worker: () => { new Worker('/elsewhere.js'); },
    made: () => { new Worker(URL.createObjectURL(new Blob(['x']))); },
    policy: () => { trustedTypes.createPolicy('another', { createHTML: (html) => html }); },
    second: () => { trustedTypes.createPolicy('default', { createHTML: (html) => html }); },
  };
  return Object.fromEntries(Object.entries(tried).map(([name, run]) => {
    try {
      run();
      return [name, 'passed'];
    } catch (error) {
      return [name, error.name];
    }
  }));
};

test('text becomes no code, and no worker starts from elsewhere @browsers', async ({ app }) => {
  await app.begin();
  expect(await app.page.evaluate(() => typeof trustedTypes)).toBe('object');
  await expect(app.page.locator('#trusted-types')).toBeAttached();
  const refused = ['handler', 'frame', 'refresh', 'attribute', 'worker', 'made', 'policy', 'second'];
  expect(await app.page.evaluate(attempts)).toEqual({
    text: 'passed',
    ...Object.fromEntries(refused.map((name) => [name, 'TypeError'])),
  });
  // The page's own ways go on.
  await app.tab('Trang chủ');
  await expect(app.page.getByTestId('unit')).toBeVisible();
});
