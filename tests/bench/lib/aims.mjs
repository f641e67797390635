// The aims of the project beside what was seen: what we have, what we want, and whether it is met.

import { aims } from './profile.mjs';
import { median } from './stats.mjs';
import { head, kilobytes, megabytes, row } from './table.mjs';

const times = (ratio) => `${ratio.toFixed(2)} × plain`;
const over = (ms) => `${ms.toFixed(1)} ms over plain`;
const perFile = (ratio) => `${ratio.toFixed(2)} × for each file`;

/** Empty without the pages that are compared. */
export function judge({ results, sizes, receiving }) {
  const [ours, start, plain] = ['ours', 'start', 'plain'].map((key) => results.find((one) => one.key === key)?.median);
  if (!ours || !start || !plain) return [];
  const judged = (what, value, aim, show) => ({ what, value, aim, met: value <= aim, show });
  const warm = (what, key) => judged(`warm start, ${what}: usable`, start[key] / plain.usable, aims.warmRatio, times);
  return [
    judged('sample’s checklist: first paint', ours.firstPaint / plain.firstPaint, aims.firstPaintRatio, times),
    judged('sample’s checklist: usable', ours.usable / plain.usable, aims.usableRatio, times),
    judged('start form: first paint', start.firstPaint / plain.firstPaint, aims.firstPaintRatio, times),
    judged('start form: usable', start.usable / plain.usable, aims.usableRatio, times),
    judged('first load, main job whole', sizes.firstLoad, aims.firstLoadBytes, kilobytes),
    judged('cold, unit named at once: evidence added', start.whole / plain.usable, aims.coldToEvidenceRatio, times),
    judged('first load and lazy chunk', sizes.withLazy, aims.withLazyBytes, kilobytes),
    judged('everything precached', sizes.precached, aims.precachedBytes, kilobytes),
    warm('home', 'warmHome'),
    warm('checklist', 'warmChecklist'),
    warm('plan', 'warmPlan'),
    judged('tap to painted answer', ours.tap - plain.tap, aims.tapExtraMs, over),
    judged('taking in 1,600 files beside 200', median(receiving.map((one) => one[1600] / one[200])), aims.perFileRatio, perFile),
    judged('memory of the page', ours.memory, aims.memoryBytes, megabytes),
  ];
}

export const aimsTable = (judgements) =>
  [
    ...head(['aim', 'seen', 'at most', '']),
    ...judgements.map(({ what, value, aim, met, show }) => row([what, show(value), show(aim), met ? 'met' : '**not met**'])),
  ].join('\n');
