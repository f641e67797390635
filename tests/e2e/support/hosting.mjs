// A host of its own for tests that take the network away or publish a new version.
import { createHash } from 'node:crypto';
import { cp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startServer } from '../../server.mjs';

const DIST = new URL('../../../dist', import.meta.url).pathname;

export class Host {
  /** Publishes the release build in a folder of its own, so that it can be changed. */
  static async publish(folder) {
    const host = new Host();
    host.folder = join(folder, 'site');
    await cp(DIST, host.folder, { recursive: true });
    host.server = await startServer({ dir: host.folder, base: '/doan/3cd/' });
    host.url = host.server.url;
    return host;
  }

  stop() {
    return this.server.close();
  }

  /** The late chunk: to take away, as a deployment does for an older page, to spoil, to bring back. */
  async lateChunk() {
    const name = (await readdir(this.folder)).find((name) => /^late-.*\.wasm$/.test(name));
    const path = join(this.folder, name);
    const bytes = await readFile(path);
    return { remove: () => rm(path), spoil: () => writeFile(path, 'no program'), restore: () => writeFile(path, bytes) };
  }

  /** Publishes another version: the same app, with another number and another index page. */
  async publishNext(version = 'feedfacecafebeef') {
    const read = (name) => readFile(join(this.folder, name), 'utf8');
    const [worker, index] = [await read('sw.js'), await read('index.html')];
    const [, old] = worker.match(/const VERSION = '([0-9a-f]+)'/);
    const [, oldDigest] = worker.match(/'index\.html': '([0-9a-f]+)'/);
    const next = index.replaceAll(old, version);
    const digest = createHash('sha256').update(next).digest('hex').slice(0, oldDigest.length);
    await writeFile(join(this.folder, 'index.html'), next);
    await writeFile(join(this.folder, 'sw.js'), worker.replaceAll(old, version).replaceAll(oldDigest, digest));
    return version;
  }

  /** A deployment that broke off: the new worker is there, a file that it names is not. */
  async breakDeployment() {
    await this.publishNext();
    const names = await readdir(this.folder);
    const part = names.find((name) => /^worker-.*\.js$/.test(name));
    const worker = join(this.folder, 'sw.js');
    const other = part.replace('worker-', 'worker-0');
    await writeFile(worker, (await readFile(worker, 'utf8')).replaceAll(part, other));
    await rm(join(this.folder, part));
  }
}

/** The app is ready for being offline. */
export async function controlled(page) {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
}

export const versionOf = (page) => page.locator('meta[name=bcd-version]').getAttribute('content');

/** Looks for a new version, as the app does when it comes to the front. */
export async function lookForUpdate(page) {
  // More than once: what listens comes with the late chunk.
  await expect.poll(() => page.evaluate(async () => {
    dispatchEvent(new Event('focus'));
    const registration = await navigator.serviceWorker.getRegistration();
    return Boolean(registration.installing ?? registration.waiting);
  }), { timeout: 20_000 }).toBe(true);
}
