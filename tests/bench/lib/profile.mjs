// The phone that every page is measured on, and the aims of the project.
// Change a number here and old results no longer compare: say so where you report them.

export const profile = {
  cpuSlowdown: 4,
  downBitsPerSecond: 1_600_000,
  latencyMs: 150,
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
};

// Ratios are against the plain page, because only ratios carry over to another machine.
export const aims = {
  firstPaintRatio: 1.1,
  usableRatio: 1.1,
  // With the opened item, its evidence and its photo: the main job whole.
  firstLoadBytes: 230_000,
  coldToEvidenceRatio: 3.5,
  withLazyBytes: 700_000,
  precachedBytes: 1_400_000,
  warmRatio: 1.3,
  tapExtraMs: 16.7,
  perFileRatio: 1.3,
  memoryBytes: 30_000_000,
};
