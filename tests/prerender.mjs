// Draws the first screens with the built program itself, so that the page can bring them as HTML:
// the start form, and the checklist of a sample. Prints them as JSON, by the id of their place.
//
//   node prerender.mjs <directory of the build>
//
// What needs the program becomes what a browser does by itself: a step of a ladder becomes a radio
// button, a button or a link becomes a tick that remembers the tap. `data-twin` names, as a
// selector, the control of the app that each stands for (crates/bcd-web/src/early.rs).
import 'fake-indexeddb/auto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { JSDOM } from 'jsdom';

const [directory] = process.argv.slice(2);
const page = await readFile(join(directory, 'index.html'), 'utf8');
const { window } = new JSDOM(page, { url: 'http://127.0.0.1/#/bat-dau', pretendToBeVisual: true });
const { document } = window;

lendTo(globalThis);
document.getElementById('shell').replaceChildren();
const script = document.querySelector('script[src]').getAttribute('src');
await import(pathToFileURL(join(directory, script)));

/** By the id of its place, which is its address: what shows that it is drawn. */
const screens = new Map([['/bat-dau', 'form'], ['/thu', '.checklist .item']]);
/** A tap that is remembered. */
const TAP = { type: 'checkbox', role: 'button', 'aria-pressed': 'false' };
const words = JSON.parse(await readFile(new URL('../locales/vi/frame.json', import.meta.url), 'utf8'));
const criteria = document.querySelector('meta[name=bcd-criteria]').content;
const set = JSON.parse(await readFile(join(directory, criteria), 'utf8'));
const items = new Map(set.criteria.flatMap(({ groups }) => groups).flatMap(({ items }) => items).map((item) => [item.id, item]));
const drawings = {};
for (const [place, shows] of screens) {
  window.location.hash = `#${place}`;
  await drawn(shows);
  const frame = await drawn('[data-testid=save][data-state=saved]');
  drawings[place] = asHtml(frame, place.slice(1));
}
// The program's timers would keep the process alive.
process.stdout.write(JSON.stringify(drawings), () => process.exit(0));

/** Gives the program the window of jsdom, and the files of the build where it would fetch them. */
function lendTo(world) {
  window.scrollTo = () => {};
  // What Node has works without a window, but for these.
  const ofTheWindow = new Set(['Event', 'EventTarget', 'CustomEvent', 'MessageEvent', 'navigator', 'localStorage', 'sessionStorage']);
  for (const name of [...Object.getOwnPropertyNames(window), 'addEventListener', 'removeEventListener']) {
    if (name in world && !ofTheWindow.has(name)) continue;
    const value = window[name];
    const isMethod = typeof value === 'function' && !value.prototype;
    const lent = isMethod ? value.bind(window) : value === window ? world : null;
    Object.defineProperty(world, name, { configurable: true, get: () => lent ?? window[name] });
  }
  Object.defineProperty(world, 'Window', { value: { [Symbol.hasInstance]: (it) => it === world } });
  world.matchMedia = () => ({ matches: false, addEventListener() {} });
  // What is printed is read as JSON.
  console.log = console.error;
  world.fetch = async (address) => {
    const path = new URL(address, window.location).pathname;
    const file = path.startsWith(directory) ? path : join(directory, path);
    const type = file.endsWith('.wasm') ? 'application/wasm' : 'application/json';
    return new Response(await readFile(file), { headers: { 'content-type': type } });
  };
}

/** The frame, once something is drawn in it; a build whose program does not draw it has failed. */
async function drawn(selector) {
  for (let rounds = 0; rounds < 1500; rounds += 1) {
    if (document.querySelector(`.frame :is(${selector})`)) return document.querySelector('.frame');
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
  throw new Error(`the program did not draw ${selector}: ${document.body.innerHTML.slice(0, 2000)}`);
}

/** The frame as HTML that works without the program. */
function asHtml(frame, place) {
  for (const list of frame.querySelectorAll('select')) list.selectedOptions[0]?.setAttribute('selected', '');
  const copy = frame.cloneNode(true);
  for (const list of copy.querySelectorAll('.toasts')) list.replaceChildren();
  for (const form of copy.querySelectorAll('form')) form.setAttribute('method', 'dialog');
  for (const badge of copy.querySelectorAll('[data-testid=save]')) {
    badge.dataset.opening = words.opening;
    badge.classList.add('early__unknown', 'early__opening');
  }
  // They follow the answers, which nobody follows yet.
  for (const score of copy.querySelectorAll('.scorebar__top > *, .figure')) score.classList.add('early__unknown');
  for (const state of copy.querySelectorAll('.state')) state.classList.add('early__state');
  for (const field of copy.querySelectorAll('input, select, textarea')) {
    if (!field.name) throw new Error(`a field of a first screen has no name: ${field.outerHTML}`);
    name(field, `[name="${field.name}"]`);
  }
  for (const [index, ladder] of [...copy.querySelectorAll('[role=radiogroup]')].entries()) {
    for (const step of ladder.querySelectorAll('[role=radio]')) {
      tick(step, { type: 'radio', name: `${place}-${index}` }, stepTwin(step));
    }
  }
  for (const button of copy.querySelectorAll('button:not([disabled])')) {
    if (!button.dataset.testid) throw new Error(`a button of a first screen has no data-testid: ${button.outerHTML}`);
    tick(button, TAP, `[data-testid="${button.dataset.testid}"]`);
  }
  for (const link of copy.querySelectorAll('a[href^="#/"]')) {
    const twin = link.id ? `[id="${link.id}"]` : `a[href="${link.getAttribute('href')}"]`;
    if (screens.has(link.hash.slice(1))) name(link, twin);
    else tick(link, TAP, twin);
  }
  for (const element of copy.querySelectorAll('*')) tidy(element, place);
  return copy.outerHTML.replace(/<!--.*?-->/g, '');
}

/** The step, or, where the sample is answered by met and not met, what the step is worth there. */
function stepTwin(step) {
  const { step: value } = step.dataset;
  const item = step.id.slice('r'.length, -`-${value}`.length);
  const met = items.get(item).ladder.find(({ id }) => id === value).met ? 'met' : 'unmet';
  return `:is([id="${step.id}"], [id="r${item}-${met}"])`;
}

function name(control, twin) {
  control.setAttribute('data-twin', twin);
}

/** Puts a tick in the place of a control, with all that it shows. */
function tick(control, attributes, twin) {
  const [label, input] = [document.createElement('label'), document.createElement('input')];
  for (const [key, value] of Object.entries(attributes)) input.setAttribute(key, value);
  input.className = attributes === TAP ? 'hidden early__tap' : 'hidden';
  name(input, twin);
  label.className = control.className;
  // One that is off the screen until it is focused has a place of its own.
  if (control.className !== 'skip') label.classList.add('early__label');
  for (const key of ['aria-label', 'aria-pressed', 'title']) {
    if (control.hasAttribute(key)) input.setAttribute(key, control.getAttribute(key));
  }
  if (control.hasAttribute('aria-current')) label.setAttribute('aria-current', control.getAttribute('aria-current'));
  label.append(input, ...control.childNodes);
  control.replaceWith(label);
}

/** Ids are the app's own; what tests and the program look for must not be found twice. */
function tidy(element, place) {
  for (const key of ['data-testid', 'data-state', 'data-step']) element.removeAttribute(key);
  for (const key of ['id', 'for', 'aria-controls', 'aria-labelledby', 'aria-describedby']) {
    if (element.hasAttribute(key)) element.setAttribute(key, `${place}-${element.getAttribute(key)}`);
  }
}
