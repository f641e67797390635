// Says which of the screens in the page is shown until the program is there: the one that the
// address names. It stands in the page itself, in front of them, because a file of its own would
// have to be waited for. (A stylesheet alone learns what the address names, `:target`, only when
// the whole page has come.)
const shell = document.currentScript.parentElement;

function choose() {
  const [, place] = /^#?\/?(bat-dau|thu|)$/.exec(location.hash) ?? [];
  if (place === undefined) delete shell.dataset.screen;
  else shell.dataset.screen = place || 'bat-dau';
}

choose();
addEventListener('hashchange', choose);
