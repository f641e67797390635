// The plain page: what the same checklist costs when nothing but HTML is sent.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text) => text.replace(/[&<>"]/g, (character) => escapes[character]);

const style = `body{max-width:45rem;margin:auto;padding:1rem;font:17px/1.5 system-ui,sans-serif}
fieldset{margin:0 0 1rem;padding:1rem;border:1px solid #ccd;border-radius:12px}
label{display:block;padding:.75rem 0}
small{display:block;color:#555}`;

const step = (item, { id, label, points }) =>
  `<label><input type="radio" name="${escape(item.id)}" value="${escape(id)}"> ` +
  `${escape(label)} (${points})</label>`;

const fieldset = (item) =>
  `<fieldset><legend>${item.gate ? '★ ' : ''}${escape(item.text)}</legend>` +
  `<small>${escape(item.evidence)}</small>${item.steps.map((s) => step(item, s)).join('')}</fieldset>`;

const group = ({ title, items }) => `<h3>${escape(title)}</h3>${items.map(fieldset).join('\n')}`;

const criterion = ({ title, groups }) => `<h2>${escape(title)}</h2>${groups.map(group).join('\n')}`;

export async function buildPlain(criteria, dir) {
  const page = `<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tự đánh giá</title>
<link rel="icon" href="data:,">
<style>${style}</style>
<h1>Tự đánh giá</h1>
<form>${criteria.map(criterion).join('\n')}</form>
</html>
`;
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'index.html'), page);
}
