// Many submissions of different units: the 43 that the app's own code wrote for the journeys
// (../../e2e/fixtures), again and again with another unit, and the digest that belongs to it.

import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { submissions } from '../../e2e/support/samples.mjs';
import { out } from './paths.mjs';

// RFC 8785: JavaScript's own order of keys and form of numbers.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical)}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)}}`;
}

function digestOf({ digest, files, ...bare }) {
  return `sha256:${createHash('sha256').update(canonical(bare)).digest('hex')}`;
}

function ofUnit(document, number) {
  const id = (kind) => `7d1f6a5${kind}-0c1e-4f0b-9b39-${number.toString(16).padStart(12, '0')}`;
  const other = structuredClone(document);
  other.id = id(0);
  other.body.dossier = id(1);
  other.unit = { id: id(2), name: `${document.unit.name} ${number}` };
  return { ...other, digest: digestOf(other) };
}

/** Writes `count` files; their paths. Files, because the browser takes no more than 50 MB by itself. */
export async function writeSubmissions(count) {
  const models = submissions().map(({ buffer }) => JSON.parse(buffer));
  if (models.some((model) => model.digest !== digestOf(model))) throw new Error('the rule of the digest has changed: docs/file-format.md');
  const folder = join(out, 'submissions');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const paths = [];
  for (let number = 0; number < count; number++) {
    const path = join(folder, `don-vi-${String(number).padStart(4, '0')}.json`);
    await writeFile(path, canonical(ofUnit(models[number % models.length], number)));
    paths.push(path);
  }
  return paths;
}
