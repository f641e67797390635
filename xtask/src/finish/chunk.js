// How a chunk of the app is fetched and made ready.
// A browser may have kept an answer that was no chunk: once one failed, it is asked for anew.
let cache = 'default';

async function fetchChunk(address) {
  const response = await fetch(address, { cache });
  if (response.ok) return response;
  cache = 'reload';
  throw new Error(`${address}: ${response.status}`);
}

async function makeChunk(source, imports) {
  try {
    const response = await source;
    // Some hosts name another media type, with which a browser refuses to read while it comes.
    const streams = WebAssembly.instantiateStreaming && response.headers.get('content-type') === 'application/wasm';
    if (streams) return await WebAssembly.instantiateStreaming(response, imports);
    return await WebAssembly.instantiate(await response.arrayBuffer(), imports);
  } catch (error) {
    cache = 'reload';
    throw error;
  }
}
