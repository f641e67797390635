// What was measured, in tables for people: medians, and ratios against the plain checklist.

import { warm } from './subjects.mjs';

const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
const millis = (ms) => `${ms.toFixed(0)} ms`;
export const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
export const row = (cells) => `| ${cells.join(' | ')} |`;
export const head = (cells) => [row(cells), row(cells.map(() => '---'))];

export function measuredTable(results) {
  const columns = ['page', 'first paint', 'usable', 'bytes until usable', 'whole', 'bytes until whole', 'tap (median, worst)', 'memory'];
  const cells = ({ name, median: m }) => [
    name,
    seconds(m.firstPaint),
    seconds(m.usable),
    kilobytes(m.bytes),
    seconds(m.whole),
    kilobytes(m.wholeBytes),
    ...(m.tap ? [`${millis(m.tap)}, ${millis(m.tapMax)}`, megabytes(m.memory)] : ['', '']),
  ];
  return [...head(columns), ...results.map((one) => row(cells(one)))].join('\n');
}

/** Where the way to the evidence goes, and the second visit. */
export function ownTable(results) {
  const [start, plain] = ['start', 'plain'].map((key) => results.find((one) => one.key === key)?.median);
  if (!start) return '';
  const beside = (ms) => (plain ? `${(ms / plain.usable).toFixed(2)} ×` : '');
  const line = (what, ms, bytes) => row([what, seconds(ms), beside(ms), kilobytes(bytes)]);
  return [
    ...head(['Ba Chủ Động', 'painted after', 'of plain’s usable', 'bytes until then']),
    ...start.steps.map(({ name, shown, bytes }) => line(`cold: ${name}`, shown, bytes)),
    ...warm.map(({ key, name }) => line(`warm: ${name}`, start[key], start[`${key}Bytes`])),
  ].join('\n');
}
