// The plain pages: what the same checklist, and the same start form, cost when nothing but HTML is
// sent.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text) => text.replace(/[&<>"]/g, (character) => escapes[character]);

const style = `body{max-width:45rem;margin:auto;padding:1rem;font:17px/1.5 system-ui,sans-serif}
fieldset{margin:0 0 1rem;padding:1rem;border:1px solid #ccd;border-radius:12px}
label{display:block;padding:.75rem 0}
input:not([type]),select{display:block;width:100%;padding:.75rem;font:inherit}
small{display:block;color:#555}`;

const step = (item, { id, label, points }) =>
  `<label><input type="radio" name="${escape(item.id)}" value="${escape(id)}"> ` +
  `${escape(label)} (${points})</label>`;

const fieldset = (item) =>
  `<fieldset><legend>${item.gate ? '★ ' : ''}${escape(item.text)}</legend>` +
  `<small>${escape(item.evidence)}</small>${item.steps.map((s) => step(item, s)).join('')}</fieldset>`;

const group = ({ title, items }) => `<h3>${escape(title)}</h3>${items.map(fieldset).join('\n')}`;

const criterion = ({ title, groups }) => `<h2>${escape(title)}</h2>${groups.map(group).join('\n')}`;

const page = (title, content) => `<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
<h1>${title}</h1>
<form>${content}</form>
</html>
`;

const field = (name, label, hint) => `<label>${escape(label)} <input name="${name}"><small>${escape(hint)}</small></label>`;

const choice = (name, label, options) =>
  `<label>${escape(label)} <select name="${name}">${options.map((o) => `<option>${escape(o)}</option>`).join('')}</select></label>`;

// The app's own words, so that the comparison moves with it.
const words = async (name) => JSON.parse(await readFile(join(root, `locales/vi/${name}.json`), 'utf8'));

async function form() {
  const [t, kinds] = [await words('start'), await words('kind')];
  const year = new Date().getFullYear();
  const years = [year, year + 1, year - 1].map((y) => `${t.year} ${y}`);
  const schoolYears = [year, year - 1].map((y) => `${t.school_year} ${y}–${y + 1}`);
  const controls = [
    field('unit-name', t.name, t.name_hint),
    choice('unit-kind', t.kind, Object.values(kinds)),
    field('unit-upper', t.upper, t.upper_hint),
    field('unit-cluster', t.cluster, t.cluster_hint),
    choice('cycle', t.cycle, [...years, ...schoolYears]),
    choice('mode', t.mode, [t.mode_points, t.mode_pass]),
  ];
  return page(escape(t.title), `<p>${escape(t.lead)}</p>${controls.join('\n')}<button>${escape(t.begin)}</button>`);
}

export async function buildPlain(criteria, dir) {
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'index.html'), page('Tự đánh giá', criteria.map(criterion).join('\n')));
  await writeFile(join(dir, 'form.html'), await form());
}
