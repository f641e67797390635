// The only code that runs before the app: it starts the WebAssembly module. Its script is `async`:
// a page that waits for scripts does not show yet what its address names.
import start from '%SCRIPT%';

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin);
else begin();

function begin() {
  const shell = document.getElementById('shell');
  // Somebody who opens another page by its address waits for that one.
  if (!/^#?\/?(?:bat-dau|thu)?$/.test(location.hash)) shell.classList.add('shell--plain');
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
  const mark = (busy) => { shell.dataset.busy = busy; };
  for (const kind of ['compositionstart', 'pointerdown']) shell.addEventListener(kind, () => mark('yes'));
  for (const kind of ['compositionend', 'click', 'pointercancel']) shell.addEventListener(kind, () => mark(''));
  // Its click comes behind it, on some browsers in another turn.
  shell.addEventListener('pointerup', () => setTimeout(mark, 300, ''));
}
