// What every test has: the app on a cold profile, other devices, and a watch that nothing goes
// wrong unseen: no error in the console, no breach of the security policy, no foreign host.
import { test as base } from '@playwright/test';
import { App } from './app.mjs';

export { expect } from '@playwright/test';

/** Failures of the network that a test brings about itself are no fault of the app. */
const OFFLINE = /net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|FAILED)/;

/** What is said of a request that the policy refuses: by the watch itself, by Chromium, by Firefox. */
const BREACH = /^policy: connect-src |violates the (following .*directive|document's Content Security Policy)/;

class Watch {
  faults = [];
  allowed = [OFFLINE];
  hosts = new Set();
  /** A test that has the policy refuse requests. */
  breaches = false;
  /** A test in which the app itself is to fail. */
  fails = false;

  note(where, text) {
    if (!this.breaches || !BREACH.test(text)) this.faults.push(`${where}: ${text}`);
  }

  async over(context) {
    context.on('console', (message) => {
      if (message.type() === 'error' && !this.allowed.some((text) => text.test(message.text()))) {
        this.note('console', message.text());
      }
    });
    context.on('weberror', (event) => this.note('error', event.error().message));
    context.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith('http')) this.hosts.add(hostname);
    });
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
  }
}

export const test = base.extend({
  // A step that hangs says where, long before the test's own end.
  actionTimeout: 20_000,

  watch: [async ({ context }, use) => {
    const watch = new Watch();
    await watch.over(context);
    await use(watch);
    if (watch.fails) base.expect(watch.faults, 'it failed in the open').not.toEqual([]);
    else base.expect(watch.faults, 'nothing went wrong unseen').toEqual([]);
    base.expect([...watch.hosts].filter((host) => host !== '127.0.0.1'), 'no other host').toEqual([]);
  }, { auto: true }],

  app: async ({ page }, use) => use(new App(page)),

  /** Opens the app on another device: a browser that knows nothing yet. */
  device: async ({ browser, watch }, use) => {
    const contexts = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      await watch.over(context);
      return new App(await context.newPage());
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});
