// The only code that runs before the app: it starts the WebAssembly module.
import start from '%SCRIPT%';

// `import()` is syntax, which WebAssembly cannot call: the app borrows it for its second module.
globalThis.bcdImport = (address) => import(new URL(address, document.baseURI)).then((module) => module.default());

start({ module_or_path: new URL('./%MODULE%', import.meta.url) }).catch((error) => {
  // The shell is still on the screen: say there what happened, in its own words.
  const status = document.querySelector('[data-failed]');
  if (status) status.textContent = status.dataset.failed;
  throw error;
});
