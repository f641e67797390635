// Starts the WebAssembly module. Its script is `async`: the page takes taps while it is fetched.
import start from '%SCRIPT%';

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin);
else begin();

function begin() {
  const shell = document.getElementById('shell');
  markBusy(shell);
  start({ module_or_path: new URL('./%MODULE%', import.meta.url) }).catch((error) => {
    // The shell is still on the screen: say there what happened, in its own words.
    const failed = document.querySelector('[data-failed]');
    if (failed) failed.textContent = failed.dataset.failed;
    throw error;
  });
}

/** Marks that a word is being composed, or a tap is not over: the app takes over behind them. */
function markBusy(shell) {
  const busy = { composing: false, pressed: false };
  const when = (key, on, ...kinds) => {
    for (const kind of kinds) addEventListener(kind, () => mark(key, on), true);
  };
  const mark = (key, on) => {
    busy[key] = on;
    shell.dataset.busy = busy.composing || busy.pressed ? 'yes' : '';
  };
  when('composing', true, 'compositionstart');
  when('composing', false, 'compositionend');
  when('pressed', true, 'pointerdown');
  // A list that is open swallows the end of the tap, so what follows it counts, too.
  when('pressed', false, 'click', 'pointercancel', 'change', 'keydown');
  // The click comes behind it, on some browsers in another turn.
  addEventListener('pointerup', () => setTimeout(mark, 300, 'pressed', false), true);
}
