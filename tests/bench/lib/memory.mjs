// What the page holds: JavaScript that survives a collection, and all WebAssembly memories, which
// are not part of the heap's own number. The probe has those of the page. Workers are pages of
// their own to the protocol; each is asked for all that it has.

export async function measureMemory(cdp) {
  const send = (method, params) => cdp.send(method, params);
  const heap = await heapOf(send);
  const { result } = await send('Runtime.evaluate', { expression: '__bench.wasmBytes()' });
  const workers = await measureWorkers(cdp);
  const total = [{ heap, wasm: result.value }, ...workers].reduce((n, { heap, wasm }) => n + heap + wasm, 0);
  return { heap, wasm: result.value, workers: workers.length, total };
}

async function heapOf(send) {
  // Twice: the first collection may only queue the finalisers that free the rest.
  for (let n = 0; n < 2; n++) await send('HeapProfiler.collectGarbage');
  return (await send('Runtime.getHeapUsage')).usedSize;
}

async function heapAndWasm(send) {
  const heap = await heapOf(send);
  const prototype = await send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
  const found = await send('Runtime.queryObjects', { prototypeObjectId: prototype.result.objectId });
  const sizes = await send('Runtime.callFunctionOn', {
    objectId: found.objects.objectId,
    functionDeclaration: 'function () { return this.reduce((n, m) => n + m.buffer.byteLength, 0) }',
    returnByValue: true,
  });
  return { heap, wasm: sizes.result.value };
}

async function measureWorkers(cdp) {
  const attached = [];
  const onAttached = ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') attached.push(sessionId);
  };
  cdp.on('Target.attachedToTarget', onAttached);
  const autoAttach = (on) =>
    cdp.send('Target.setAutoAttach', { autoAttach: on, waitForDebuggerOnStart: false, flatten: false });
  await autoAttach(true);
  const results = [];
  for (const sessionId of attached) results.push(await heapAndWasm(sender(cdp, sessionId)));
  await autoAttach(false);
  cdp.off('Target.attachedToTarget', onAttached);
  return results;
}

// Sessions inside a session: commands travel as text.
function sender(cdp, sessionId) {
  let lastId = 0;
  return (method, params = {}) =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      const onMessage = (event) => {
        const message = JSON.parse(event.message);
        if (event.sessionId !== sessionId || message.id !== id) return;
        cdp.off('Target.receivedMessageFromTarget', onMessage);
        if (message.error) reject(new Error(`${method}: ${message.error.message}`));
        else resolve(message.result);
      };
      cdp.on('Target.receivedMessageFromTarget', onMessage);
      const message = JSON.stringify({ id, method, params });
      cdp.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject);
    });
}
