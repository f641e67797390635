// The few words of W3C WebDriver that the tests of WebKitGTK need.

/** How an element is named in the protocol. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
/** For a machine that is busy; a command that hangs ends the test before its own time is over. */
const PATIENCE = 10_000;

const rest = (time = 50) => new Promise((done) => { setTimeout(done, time); });

/** Tries until nothing is thrown; then the last error is. */
export async function eventually(attempt) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await rest();
  }
}

/** One window of a browser, by the driver at an address. */
export class Session {
  static async open(driver) {
    const session = new Session();
    session.address = driver;
    await eventually(() => session.send('GET', '/status'));
    const { sessionId } = await session.send('POST', '/session', { capabilities: { alwaysMatch: {} } });
    session.address = `${driver}/session/${sessionId}`;
    await session.send('POST', '/timeouts', { script: PATIENCE, pageLoad: PATIENCE });
    return session;
  }

  async send(method, path, body) {
    const response = await fetch(`${this.address}${path}`, {
      method,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE + 5_000),
    }).catch((cause) => { throw new Error(`${method} ${path}: no answer`, { cause }); });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }

  close() {
    return this.send('DELETE', '');
  }

  goto(url) {
    return this.send('POST', '/url', { url });
  }

  reload() {
    return this.send('POST', '/refresh', {});
  }

  /** Runs a function in the page and waits for what it promises. */
  async run(code, ...args) {
    const script = `
      const done = arguments[arguments.length - 1];
      Promise.resolve((${code}).apply(null, arguments)).then(
        (value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = await this.send('POST', '/execute/async', { script, args });
    if (error) throw new Error(error);
    return value;
  }

  /** Presses what the selector finds first, once it is there and can be pressed. */
  click(selector) {
    return this.#act(selector, 'click', {});
  }

  /** Types into it, and waits until all of it is there: the keys may come after the answer. */
  async type(selector, text) {
    await this.#act(selector, 'value', { text });
    await eventually(async () => {
      const value = await this.value(selector);
      if (value?.endsWith(text)) return;
      const focus = await this.run(() => document.activeElement?.outerHTML.slice(0, 120));
      throw new Error(`${selector} has ${value}, not ${text}; the focus is on ${focus}`);
    });
  }

  /** Picks a file, by its path. */
  pick(selector, path) {
    return this.#act(selector, 'value', { text: path });
  }

  #act(selector, action, body) {
    return eventually(async () => {
      const found = await this.#find(selector);
      // The driver scrolls there, too, but not at once.
      await this.run((selector) => {
        document.querySelector(selector).scrollIntoView({ block: 'center', behavior: 'instant' });
      }, selector);
      await this.send('POST', `/element/${found}/${action}`, body);
    });
  }

  async #find(selector) {
    const found = await this.send('POST', '/element', { using: 'css selector', value: selector });
    return found[ELEMENT];
  }

  /** Waits until the selector finds something. */
  waitFor(selector) {
    return eventually(() => this.#find(selector));
  }

  /** The text of what the selector finds first, or nothing. */
  text(selector) {
    return this.run((selector) => document.querySelector(selector)?.textContent ?? null, selector);
  }

  /** The value of a field. */
  value(selector) {
    return this.run((selector) => document.querySelector(selector)?.value ?? null, selector);
  }
}
