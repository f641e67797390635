// The drives of bcd-sync on a small page of their own: the module that `cargo xtask` builds into
// target/contract/, and one function on the page.
import { test as base } from '@playwright/test';
import { chmod, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../../server.mjs';
import { LOGIN, startApache, startRclone } from './apache.mjs';
import { startFaulty } from './faulty.mjs';

export { expect } from '@playwright/test';

const MODULE = new URL('../../../target/contract/', import.meta.url).pathname;
const pageOf = (module) => `<!doctype html><meta charset="utf-8"><title>drives</title><link rel="icon" href="data:,">
<input type="file" webkitdirectory>
<script type="module">
  import init from './${module}.js';
  await init();
  document.title = 'ready';
</script>
`;

/** The files of a page with one of the modules, in a folder of their own. */
export async function makeSite(module = 'contract') {
  const folder = await mkdtemp(join(tmpdir(), 'bcd-page-'));
  await chmod(folder, 0o755);
  for (const name of [`${module}.js`, `${module}_bg.wasm`]) await cp(join(MODULE, name), join(folder, name));
  await writeFile(join(folder, 'index.html'), pageOf(module));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** What was said and asked while a page was open: no secret may be in it. */
class Texts {
  all = [];

  constructor(page) {
    page.on('console', (message) => this.all.push(message.text()));
    page.on('pageerror', (error) => this.all.push(String(error.stack)));
    page.on('request', (request) => this.all.push(request.url()));
  }

  secrets() {
    const words = [LOGIN.password, Buffer.from(`${LOGIN.name}:${LOGIN.password}`).toString('base64')];
    words.push(encodeURIComponent(LOGIN.password));
    return this.all.filter((text) => words.some((word) => text.includes(word)));
  }
}

/** The drives on a page. */
export class Drives {
  static async open(page, url) {
    const drives = new Drives();
    drives.page = page;
    drives.texts = new Texts(page);
    await page.goto(url);
    await base.expect(page).toHaveTitle('ready');
    return drives;
  }

  /** Asks for something: `{ ok }`, or `{ fault }` in the words of Rust. */
  async ask(request, beside) {
    const text = await this.page.evaluate(
      ([json, thing]) => globalThis.drives(json, thing),
      [JSON.stringify(request), beside ?? null],
    );
    this.texts.all.push(text);
    return JSON.parse(text);
  }

  /** Asks a WebDAV server, with the login of the tests. */
  dav(address, request) {
    return this.ask({ drive: 'webdav', address, ...LOGIN, ...request });
  }
}

/** The reasons of the checks that failed. */
export function failures(answer) {
  return answer.ok?.filter(({ failed }) => failed).map(({ name, failed }) => `${name}: ${failed}`) ?? answer;
}

export const test = base.extend({
  site: [async ({}, use) => {
    const site = await makeSite();
    await use(site.folder);
    await site.remove();
  }, { scope: 'worker' }],

  /** The page on a plain static host. */
  host: [async ({ site }, use) => {
    const server = await startServer({ dir: site });
    await use(server.url.replace(/\/$/, ''));
    await server.close();
  }, { scope: 'worker' }],

  /** Page and drive on one Apache. */
  together: [async ({ site }, use) => {
    const apache = await startApache('o-chung-cung-noi.conf', { site });
    await use(apache);
    await apache.close();
  }, { scope: 'worker' }],

  /** The drive on an Apache of its own, which allows the page's host. */
  apart: [async ({ host }, use) => {
    const apache = await startApache('o-chung-khac-noi.conf', { origin: host });
    await use(apache);
    await apache.close();
  }, { scope: 'worker' }],

  ignoreHTTPSErrors: true,

  /** Servers of one test alone; they end with it, however it ends. */
  servers: async ({}, use) => {
    const started = [];
    const note = (start) => async (...how) => {
      const server = await start(...how);
      started.unshift(server);
      return server;
    };
    await use({ apache: note(startApache), rclone: note(startRclone), faulty: note(startFaulty) });
    for (const server of started) await server.close();
  },

  /** Opens the page at an address. */
  drives: async ({ page }, use) => {
    const opened = [];
    await use(async (url) => {
      opened.push(await Drives.open(page, url));
      return opened.at(-1);
    });
    const secrets = opened.flatMap((drives) => drives.texts.secrets());
    base.expect(secrets, 'no password in any text or address').toEqual([]);
  },
});
