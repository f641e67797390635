// The checklist that all pages show: our own criteria, so that the comparison moves with the app.

import { readFile } from 'node:fs/promises';

// Vietnamese, as on the phones that we care about: [{ title, groups: [{ title, items: [...] }] }].
export async function readCriteria(path) {
  const source = await readFile(path, 'utf8').catch((cause) => {
    throw new Error(`no criteria to show: ${path} cannot be read`, { cause });
  });
  const criteria = JSON.parse(source).criteria.map((criterion) => ({
    title: criterion.title.vi,
    groups: criterion.groups.map((group) => ({
      title: group.title.vi,
      items: group.items.map((item) => ({
        id: item.id,
        text: item.text.vi,
        evidence: item.evidence?.vi ?? '',
        gate: Boolean(item.gate),
        steps: item.ladder.map((step) => ({
          id: String(step.id),
          label: step.label.vi,
          points: step.points,
        })),
      })),
    })),
  }));
  return criteria;
}

export const countItems = (criteria) =>
  criteria.reduce((n, { groups }) => groups.reduce((m, { items }) => m + items.length, n), 0);
