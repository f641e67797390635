// The table for people: medians, ratios against the plain page, and the aims beside them.

import { aims } from './profile.mjs';

const seconds = (ms) => (ms == null ? '' : `${(ms / 1000).toFixed(2)} s`);
const millis = (ms) => `${ms.toFixed(0)} ms`;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const row = (cells) => `| ${cells.join(' | ')} |`;
const head = (cells) => [row(cells), row(cells.map(() => '---'))];

export function measuredTable(results) {
  return [
    ...head([
      'page', 'first paint', 'usable', 'bytes until usable', 'whole', 'bytes until whole', 'tap (median, worst)', 'memory',
      'offline: first paint', 'offline: whole',
    ]),
    ...results.map(({ name, median: m }) =>
      row([
        name,
        seconds(m.firstPaint),
        seconds(m.usable),
        kilobytes(m.bytes),
        seconds(m.whole),
        kilobytes(m.wholeBytes),
        `${millis(m.tap)}, ${millis(m.tapMax)}`,
        megabytes(m.memory),
        seconds(m.offlineFirstPaint),
        seconds(m.offlineWhole),
      ]),
    ),
  ].join('\n');
}

// Each aim: what we have, what we want, and whether it is met. Empty without both pages.
export function judge(results) {
  const ours = results.find(({ key }) => key === 'ours')?.median;
  const plain = results.find(({ key }) => key === 'plain')?.median;
  if (!ours || !plain) return [];
  const judged = (what, value, aim, show) => ({ what, value, aim, met: value <= aim, show });
  const times = (ratio) => `${ratio.toFixed(2)} × plain`;
  const over = (ms) => `${ms.toFixed(1)} ms over plain`;
  return [
    judged('usable', ours.usable / plain.usable, aims.usableRatio, times),
    judged('first paint', ours.firstPaint / plain.firstPaint, aims.firstPaintRatio, times),
    // The stricter reading: not only the first answer, the whole checklist with its score.
    judged('bytes until whole', ours.wholeBytes, aims.bytes, kilobytes),
    judged('tap to painted answer', ours.tap - plain.tap, aims.tapExtraMs, over),
    judged('memory of the page', ours.memory, aims.memoryBytes, megabytes),
  ];
}

export const aimsTable = (judgements) =>
  [
    ...head(['aim', 'seen', 'at most', '']),
    ...judgements.map(({ what, value, aim, met, show }) =>
      row([what, show(value), show(aim), met ? 'met' : '**not met**']),
    ),
  ].join('\n');
