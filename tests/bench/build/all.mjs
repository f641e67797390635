// Everything that we compare ourselves with, into out/. Our own page is built by `cargo xtask build`.

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { out } from '../lib/paths.mjs';
import { buildHello } from './hello.mjs';
import { countItems, readCriteria } from './items.mjs';
import { buildPlain } from './plain.mjs';
import { buildSurveyjs } from './surveyjs.mjs';

export async function buildRivals(criteriaPath, wanted) {
  // Both plain pages are in one folder.
  const folders = wanted.map((key) => (key === 'form' ? 'plain' : key));
  const criteria = await readCriteria(criteriaPath);
  const builders = {
    plain: (dir) => buildPlain(criteria, dir),
    surveyjs: (dir) => buildSurveyjs(criteria, dir),
    hello: buildHello,
  };
  for (const [key, build] of Object.entries(builders)) {
    if (!folders.includes(key)) continue;
    const dir = join(out, key);
    // No file of an earlier build may be measured by mistake.
    await rm(dir, { recursive: true, force: true });
    await build(dir);
  }
  return countItems(criteria);
}
