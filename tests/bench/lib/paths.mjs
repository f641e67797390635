// Where things are, in one place, whatever directory the run was started from.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const bench = join(dirname(fileURLToPath(import.meta.url)), '..');
export const root = join(bench, '../..');
export const out = join(bench, 'out');
export const bin = join(bench, '../node_modules/.bin');
export const criteria = join(root, 'crates/bcd-core/data/criteria-default.json');
