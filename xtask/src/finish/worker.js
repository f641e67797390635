// Starts the module in its worker. A message that comes before the module is ready
// would be lost: it is kept, and given to the module in order once that listens.
const early = [];
const keep = (event) => early.push(event);
self.addEventListener('message', keep);

wasm_bindgen({ module_or_path: new URL('./%MODULE%', self.location.href) }).then(
  () => {
    self.removeEventListener('message', keep);
    for (const { data, ports } of early) {
      self.dispatchEvent(new MessageEvent('message', { data, ports: [...ports] }));
    }
  },
  // Outside of the promise, so that the page gets it as the worker's `error` event.
  (error) => setTimeout(() => { throw error; }),
);
