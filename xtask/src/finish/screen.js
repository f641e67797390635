// Says which of the screens in the page is shown until the program is there, as soon as the first byte
// of them is: by the address. The only script that stands in the page itself, because a file of
// its own would have to be waited for. (A stylesheet alone learns what the address names, `:target`,
// only when the whole page has come.)
const shell = document.currentScript.parentElement;

function choose() {
  const [, place] = /^#?\/?(bat-dau|thu|)$/.exec(location.hash) ?? [];
  if (place === undefined) delete shell.dataset.screen;
  else shell.dataset.screen = place || 'bat-dau';
}

choose();
addEventListener('hashchange', choose);
