// The only code that runs before the app: it starts the WebAssembly module.
import start from '%SCRIPT%';

start({ module_or_path: new URL('./%MODULE%', import.meta.url) }).catch((error) => {
  // The shell is still on the screen: say there what happened, in its own words.
  const status = document.querySelector('[data-failed]');
  if (status) status.textContent = status.dataset.failed;
  throw error;
});
