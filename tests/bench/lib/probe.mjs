// Runs inside the page, before anything of its own: looks on every frame for the control of the
// step at hand, asks the finger outside (finger.mjs) to press it as soon as it can be seen, and
// notes when a frame that shows what came of it was painted. Playwright ships the function as text,
// so it can use nothing from outside itself.

export function installProbe({ steps, group }) {
  // When a press is given up: its click came and changed nothing, or none came. A second finger
  // behind one that is only slow would take back what the first did.
  const UNANSWERED_MS = 100;
  const LOST_MS = 3000;

  const state = (element, on) => (on ? element.matches(on) : element.value || element.textContent);
  const areaOf = (element, { target }) => (target ? element.closest(target) : element);
  const canBeSeen = (element) => element.getClientRects().length > 0;
  const find = (selector, fits) => [...document.querySelectorAll(selector)].find(fits);

  // A message sent while a frame is made arrives after it: style, layout and paint lie in between.
  const afterPaint = (then) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = then;
    channel.port2.postMessage(0);
  };

  const bench = { times: [] };

  // Every program's memory, for memory.mjs: asking the browser's heap for them takes minutes where
  // a program is large.
  const memories = new Set();
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await real(...given);
      const { exports } = made.instance ?? made;
      Object.values(exports).filter((one) => one instanceof WebAssembly.Memory).forEach((one) => memories.add(one));
      return made;
    };
  }
  bench.wasmBytes = () => [...memories].reduce((n, { buffer }) => n + buffer.byteLength, 0);

  // The middle of what a finger would hit; brought onto the screen where it is not.
  const pointOn = (area) => {
    const isHit = () => {
      const { x, y, width, height } = area.getBoundingClientRect();
      const point = { x: x + width / 2, y: y + height / 2 };
      const hit = document.elementFromPoint(point.x, point.y);
      // A page that is wider than the screen has room that no finger reaches.
      const isOnScreen = point.x < visualViewport.width && point.y < visualViewport.height;
      return isOnScreen && hit && area.contains(hit) ? point : null;
    };
    const there = isHit();
    if (there) return there;
    area.scrollIntoView({ block: 'center', behavior: 'instant' });
    return isHit();
  };

  // Said, not asked for: a question costs the page a script of the driver's, 100 ms on the phone.
  const finish = () => {
    if (bench.firstPaint() === null) return void setTimeout(finish, 50);
    benchDone('');
  };

  const run = (n) => {
    const step = steps[n];
    if (!step) return finish();
    const { control, on, text, shows, holds } = step;
    const fits = (element) => canBeSeen(element) && (!holds || new RegExp(holds).test(element.value || element.textContent));
    let pressed = null; // { element, before, until }
    const isDone = () => {
      if (shows) return find(shows, fits);
      return pressed?.element.isConnected && state(pressed.element, on) !== pressed.before;
    };
    // What shows something new by itself is pressed once: a second press could take it back. The
    // others again and again, because a page may show controls before it listens to them.
    const isAnswering = () => pressed?.element.isConnected && (shows || performance.now() < pressed.until);
    const press = () => {
      // One that is off: on a second visit the answers of the first are there already.
      const element = find(control, (one) => canBeSeen(areaOf(one, step)) && !(on && one.matches(on)));
      const point = element && pointOn(areaOf(element, step));
      if (!point) return;
      pressed = { element, before: state(element, on), until: performance.now() + LOST_MS };
      benchPress(JSON.stringify({ ...point, text }));
    };
    const onClick = ({ target }) => {
      if (!pressed) return;
      // A page that moves under the finger: what was meant was not hit.
      if (!areaOf(pressed.element, step).contains(target)) pressed = null;
      else pressed.until = performance.now() + UNANSWERED_MS;
    };
    addEventListener('click', onClick, true);
    const onFrame = () => {
      if (isDone()) {
        removeEventListener('click', onClick, true);
        return afterPaint(() => {
          bench.times.push(performance.now());
          run(n + 1);
        });
      }
      if (control && !isAnswering()) press();
      requestAnimationFrame(onFrame);
    };
    onFrame();
  };
  requestAnimationFrame(() => run(0));

  // One control for each item, off at the time, with the place where a finger hits it.
  const [first] = steps;
  bench.tapTargets = () => {
    const groups = [...document.querySelectorAll(group)];
    return groups
      .map((one) => [...one.querySelectorAll(first.control)].filter((element) => !(first.on && state(element, first.on))).at(-1))
      .filter(Boolean);
  };
  bench.hitArea = (element) => areaOf(element, first);

  // From the finger's event to the end of the first frame that shows the answer.
  bench.nextTap = (element) => {
    const before = state(element, first.on);
    return new Promise((resolve) => {
      const start = (event) => {
        const onPainted = () => {
          if (state(element, first.on) === before) return requestAnimationFrame(onFrame);
          resolve(performance.now() - event.timeStamp);
        };
        const onFrame = () => afterPaint(onPainted);
        requestAnimationFrame(onFrame);
      };
      addEventListener('pointerdown', start, { capture: true, once: true });
    });
  };

  bench.firstPaint = () =>
    performance.getEntriesByType('paint').find(({ name }) => name === 'first-contentful-paint')
      ?.startTime ?? null;

  window.__bench = bench;
}
