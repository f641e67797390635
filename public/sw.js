// Keeps the whole app for offline use, one version at a time.
//
// A new version is fetched as a whole and then waits: it takes over only when a page
// says so ({type: 'SKIP_WAITING'}) or when all pages are closed. `cargo xtask finish`
// fills in the version and the files with their digests; a debug build keeps nothing.
'use strict';

const VERSION = '%VERSION%';
const FILES = { __proto__: null, /*%FILES%*/ };
// Of an upper level's pages: kept from when they are opened, which most people never do.
const LATER = { __proto__: null, /*%LATER%*/ };

// Several copies of the app may live on one origin, under different paths.
const SCOPE = new URL(self.registration.scope);
const OWN_CACHES = `bcd-app ${SCOPE.pathname} `;
const CACHE = OWN_CACHES + VERSION;
const INBOX = `bcd-inbox ${SCOPE.pathname}`;
// Another site can push files here, too: they wait for a person, and must not fill the storage.
const MOST_FILES = 50;
const MOST_BYTES = 256 * 1024 * 1024;
const INDEX = 'index.html';

// The digest in the key lets an update find what it already has.
const digestOf = (path) => FILES[path] ?? LATER[path];
const keyOf = (path) => new URL(`${path}?digest=${digestOf(path)}`, SCOPE).href;

self.addEventListener('install', (event) => event.waitUntil(precache()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('message', (event) => {
  if (event.data?.type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== SCOPE.origin || !url.pathname.startsWith(SCOPE.pathname)) return;
  const path = url.pathname.slice(SCOPE.pathname.length);
  if (request.method === 'POST' && path === 'share-target') {
    event.respondWith(receiveShare(request));
  } else if (request.method === 'GET') {
    const answer = answerTo(request, path || INDEX);
    if (answer) event.respondWith(answer);
  }
});

/** All files or none: a failure leaves the version that runs as it is. */
async function precache() {
  try {
    const cache = await caches.open(CACHE);
    const later = await areLaterKept() ? Object.keys(LATER) : [];
    await Promise.all([...Object.keys(FILES), ...later].map(async (path) => {
      const known = await caches.match(keyOf(path));
      await cache.put(keyOf(path), known ?? await download(path));
    }));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** Whether a version before this one keeps an upper level's pages: who opened them needs them again. */
async function areLaterKept() {
  const stems = Object.keys(LATER).map((path) => path.replace(/-[^-]*$/, '-'));
  const names = (await caches.keys()).filter((name) => name.startsWith(OWN_CACHES));
  for (const name of names) {
    const kept = await (await caches.open(name)).keys();
    const paths = kept.map(({ url }) => new URL(url).pathname.slice(SCOPE.pathname.length));
    if (paths.some((path) => stems.some((stem) => path.startsWith(stem)))) return true;
  }
  return false;
}

/**
 * Fetches one file and checks its digest, so that a host in the middle of a deployment
 * cannot mix two versions. What the page has just loaded comes from the HTTP cache.
 */
async function download(path) {
  for (const cache of ['force-cache', 'reload']) {
    const response = await fetch(new URL(path, SCOPE), { cache });
    if (!response.ok) continue;
    const bytes = await response.arrayBuffer();
    if (await isGenuine(path, bytes)) {
      // A fresh response: one that was redirected may not answer a navigation.
      const { headers } = response;
      return new Response(path === INDEX ? withoutScreens(bytes) : bytes, { headers: { 'content-type': headers.get('content-type') ?? '' } });
    }
  }
  throw new Error(`${path} is not the file of version ${VERSION}`);
}

/**
 * The page for who was here before. The program is at hand then, and may have something else to
 * show than the screens that the page brings for the time without it: each stands in its own line.
 */
const withoutScreens = (bytes) => new TextDecoder().decode(bytes).replace(/^ *<div id="[^"]*" class="early .*$/gm, '');

async function isGenuine(path, bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hex.startsWith(digestOf(path))) return true;
  // Some hosts add to a page; it must still be the page of this version.
  return path === INDEX && new TextDecoder().decode(bytes).includes(VERSION);
}

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(OWN_CACHES) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  // Only the first version takes the open page, so that the first visit is enough for
  // offline use. Later ones must not change the code under a running page.
  if (old.length === 0) await self.clients.claim();
}

/** Nothing for what the browser should fetch by itself. */
function answerTo(request, path) {
  if (path in FILES) return cached(request, path);
  if (path in LATER) return keptFromNow(request, path);
  if (request.mode !== 'navigate' || !(INDEX in FILES)) return undefined;
  // An address that only a server could know. Without a network, the app is what we have.
  return fetch(request).catch(() => Response.redirect(SCOPE.href, 302));
}

async function cached(request, path) {
  return (await caches.match(keyOf(path), { cacheName: CACHE })) ?? fetch(request);
}

/** Kept at the first use. Where it cannot be kept, the page has it all the same. */
async function keptFromNow(request, path) {
  const known = await caches.match(keyOf(path), { cacheName: CACHE });
  if (known) return known;
  try {
    const response = await download(path);
    const cache = await caches.open(CACHE);
    await cache.put(keyOf(path), response.clone());
    return response;
  } catch {
    return fetch(request);
  }
}

/** What another app shared: kept in the inbox, under `inbox/<number>-<name>`. */
async function receiveShare(request) {
  try {
    const form = await request.formData();
    const files = form.getAll('files').filter((entry) => entry instanceof File);
    const text = form.get('text');
    if (files.length === 0 && typeof text === 'string' && text !== '') {
      files.push(new File([text], 'chia-se.txt', { type: 'text/plain' }));
    }
    if (files.length === 0) throw new Error('nothing was shared');
    const inbox = await caches.open(INBOX);
    await dropOld(inbox);
    const waiting = await inbox.matchAll();
    const bytes = [...waiting, ...files].reduce((sum, one) => sum + sizeOf(one), 0);
    if (waiting.length + files.length > MOST_FILES || bytes > MOST_BYTES) {
      return Response.redirect(new URL('./#/nhan?loi=hop-thu-day', SCOPE), 303);
    }
    const now = Date.now();
    await Promise.all(files.map((file, index) => {
      const name = encodeURIComponent(file.name);
      const key = new URL(`inbox/${now * 100 + index}-${name}`, SCOPE);
      const headers = { 'content-type': file.type, 'x-bcd-name': name, 'x-bcd-size': String(file.size) };
      return inbox.put(key, new Response(file, { headers }));
    }));
    return Response.redirect(new URL('./#/nhan', SCOPE), 303);
  } catch {
    return Response.redirect(new URL('./#/nhan?loi=chia-se', SCOPE), 303);
  }
}

/** What was not taken within a day goes; the name begins with the time. */
async function dropOld(inbox) {
  const limit = Date.now() - 24 * 3_600_000;
  const cameAt = ({ url }) => Number.parseInt(url.split('/').pop(), 10) / 100;
  const old = (await inbox.keys()).filter((key) => !(cameAt(key) >= limit));
  await Promise.all(old.map((key) => inbox.delete(key)));
}

/** Bytes of a file, or of what the inbox holds. */
const sizeOf = (one) => one instanceof File ? one.size : Number(one.headers.get('x-bcd-size'));
