// The SurveyJS page, bundled and minified the way that a careful person would ship it.

import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { sourcesOf } from '../lib/subjects.mjs';

const question = (item) => ({
  type: 'radiogroup',
  name: item.id,
  title: `${item.gate ? '★ ' : ''}${item.text}`,
  description: item.evidence,
  choices: item.steps.map(({ id, label, points }) => ({ value: id, text: `${label} (${points})` })),
});

const panel = (name, { title, ...rest }) => ({
  type: 'panel',
  name,
  title,
  elements: rest.items
    ? rest.items.map(question)
    : rest.groups.map((group, n) => panel(`${name}-${n}`, group)),
});

// One page, like the others: paging would hide the cost of the list.
const model = (criteria) => ({
  title: 'Tự đánh giá',
  showQuestionNumbers: 'off',
  pages: [{ name: 'all', elements: criteria.map((criterion, n) => panel(`c${n}`, criterion)) }],
});

export async function buildSurveyjs(criteria, dir) {
  const source = sourcesOf.surveyjs;
  await mkdir(dir, { recursive: true });
  const modelFile = join(dir, '../surveyjs-model.json');
  await writeFile(modelFile, JSON.stringify(model(criteria)));
  await build({
    entryPoints: { app: join(source, 'main.jsx') },
    outdir: dir,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    alias: { 'checklist-model': modelFile },
    logLevel: 'warning',
  });
  await copyFile(join(source, 'index.html'), join(dir, 'index.html'));
}
