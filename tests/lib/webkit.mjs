// WebKitGTK for the tests: its driver starts it, on a screen that nobody sees.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { onPath } from './programs.mjs';
import { Session } from './webdriver.mjs';

const DRIVER = 'WebKitWebDriver';
const SCREEN = 'Xvfb';

/** Whether there is a WebKitGTK that can be driven. Else Playwright's own WebKit is meant. */
export const isDriven = () => Boolean(onPath(DRIVER) && onPath(SCREEN));

// A test that is given up may not come to `stop`.
const running = new Set();
process.once('exit', () => { for (const webkit of running) webkit.kill(); });

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** A browser that knows nothing yet. What it downloads lies in `folder`. */
export class WebKit {
  #started = [];

  static async start(folder) {
    const webkit = new WebKit();
    running.add(webkit);
    try {
      await webkit.#open(folder);
    } catch (error) {
      await webkit.stop();
      throw error;
    }
    return webkit;
  }

  async #open(folder) {
    const screen = this.#spawn(SCREEN, ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const [display] = await once(screen.stdio[3], 'data');
    // Nothing of the person's own: settings, caches, the session's bus.
    const home = { HOME: folder, DBUS_SESSION_BUS_ADDRESS: 'disabled:' };
    for (const name of ['CONFIG', 'DATA', 'CACHE']) {
      home[`XDG_${name}_HOME`] = join(folder, `.${name.toLowerCase()}`);
    }
    const port = await freePort();
    this.#spawn(DRIVER, [`--port=${port}`, '--host=127.0.0.1'], {
      stdio: 'ignore',
      env: { ...process.env, ...home, GDK_BACKEND: 'x11', DISPLAY: `:${String(display).trim()}` },
    });
    this.page = await Session.open(`http://127.0.0.1:${port}`);
  }

  // In a process group of its own, with all that it starts.
  #spawn(program, args, options) {
    const child = spawn(program, args, { ...options, detached: true });
    // A program that does not start is told of by what waits for it.
    child.on('error', () => {});
    this.#started.unshift(child);
    return child;
  }

  /** Ends what was started, the browser with its driver first. */
  async stop() {
    running.delete(this);
    await this.page?.close().catch(() => {});
    for (const child of this.#started) {
      const ended = once(child, 'exit');
      if (!this.#end(child, 'SIGTERM')) continue;
      const late = setTimeout(() => this.#end(child, 'SIGKILL'), 5_000);
      await ended;
      clearTimeout(late);
    }
  }

  /** At once. */
  kill() {
    for (const child of this.#started) this.#end(child, 'SIGKILL');
  }

  /** Whether it still ran. */
  #end(child, signal) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return false;
    return process.kill(-child.pid, signal);
  }
}
