// Real input: the browser gets it as from a touch screen and a keyboard, not as events of a script.

const touch = (cdp, type, touchPoints) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints });

// Both at once: how long our finger rests is not the page's fault.
export const tap = (cdp, { x, y }) =>
  Promise.all([touch(cdp, 'touchStart', [{ x, y }]), touch(cdp, 'touchEnd', [])]);

// The pointer of a mouse, because a touch becomes a click only when the page has answered it: keys
// that come right behind would go nowhere.
function type(cdp, { x, y, text }) {
  const mouse = (type) => cdp.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 });
  const key = (type, key) => cdp.send('Input.dispatchKeyEvent', { type, key, ...(type === 'keyDown' && { text: key }) });
  const keys = [...text].flatMap((letter) => [key('keyDown', letter), key('keyUp', letter)]);
  return Promise.all([mouse('mousePressed'), mouse('mouseReleased'), ...keys]);
}

/**
 * Gives the page (probe.mjs) a finger: it says where and what, on any document that it loads, and
 * calls `onDone` when it has what it wants.
 */
export async function lendFinger(cdp, onDone) {
  await cdp.send('Runtime.enable');
  await cdp.send('Runtime.addBinding', { name: 'benchPress' });
  await cdp.send('Runtime.addBinding', { name: 'benchDone' });
  cdp.on('Runtime.bindingCalled', ({ name, payload }) => {
    if (name === 'benchDone') return onDone();
    if (name !== 'benchPress') return;
    const asked = JSON.parse(payload);
    // A page that is closed meanwhile needs no answer.
    (asked.text ? type : tap)(cdp, asked).catch(() => {});
  });
}
