// Runs inside the page, before anything of its own: presses an answer control on every frame until
// it reacts. Playwright ships the function as text, so it can use nothing from outside itself.

export function installProbe(subject) {
  const { control, group, state, target, whole } = subject;

  const readState = (element) => {
    if (state.text) return element.textContent;
    if (state.property) return element[state.property];
    if (state.matches) return element.matches(state.matches);
    return Boolean(element.closest(state.ancestor)?.classList.contains(state.class));
  };
  const isOn = (element) => !state.text && readState(element);

  // As a finger does it: a page may answer to any of these.
  const press = (element) => {
    const init = { bubbles: true, cancelable: true, composed: true, view: window, button: 0 };
    const pointer = { ...init, pointerId: 1, pointerType: 'touch', isPrimary: true };
    element.dispatchEvent(new PointerEvent('pointerdown', { ...pointer, buttons: 1 }));
    element.dispatchEvent(new PointerEvent('pointerup', pointer));
    element.dispatchEvent(new MouseEvent('mousedown', { ...init, buttons: 1 }));
    element.dispatchEvent(new MouseEvent('mouseup', init));
    element.dispatchEvent(new MouseEvent('click', { ...init, detail: 1 }));
  };

  // A message sent while a frame is made arrives after it: style, layout and paint lie in between.
  const afterPaint = (then) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = then;
    channel.port2.postMessage(0);
  };

  const bench = { usable: null, whole: null };
  const waitForTheWhole = () => {
    const there = document.querySelector(whole.selector)?.textContent ?? '';
    if (new RegExp(whole.text).test(there)) return afterPaint(() => (bench.whole = performance.now()));
    requestAnimationFrame(waitForTheWhole);
  };
  let pressed = null; // { element, before } of the frame before this one
  const pressUntilItReacts = () => {
    if (pressed?.element.isConnected && readState(pressed.element) !== pressed.before) {
      return afterPaint(() => {
        bench.usable = performance.now();
        if (whole) waitForTheWhole();
        else bench.whole = bench.usable;
      });
    }
    // One that is off: on a second start the answers of the first are there already.
    const element = [...document.querySelectorAll(control)].find((one) => !isOn(one));
    pressed = element ? { element, before: readState(element) } : null;
    if (element) press(element);
    requestAnimationFrame(pressUntilItReacts);
  };
  requestAnimationFrame(pressUntilItReacts);

  // One control for each item, off at the time, with the place where a finger hits it.
  bench.tapTargets = () => {
    const groups = [...document.querySelectorAll(group)];
    return groups
      .map((one) => [...one.querySelectorAll(control)].filter((element) => !isOn(element)).at(-1))
      .filter(Boolean);
  };
  bench.hitArea = (element) => (target ? element.closest(target) : element);

  // From the finger's event to the end of the first frame that shows the answer.
  bench.nextTap = (element) => {
    const before = readState(element);
    return new Promise((resolve) => {
      const start = (event) => {
        const onPainted = () => {
          if (readState(element) === before) return requestAnimationFrame(onFrame);
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
