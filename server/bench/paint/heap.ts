/** The slope of a heap: samples after collections, and the line through them. */

export type Sample = { readonly atMs: number; readonly bytes: number };

const MIB = 2 ** 20;
const MINUTES = 10;

/** By how much the line through the samples rises in ten minutes, and how far that may be off (one standard error), in MiB. */
export function slopeOf(samples: readonly Sample[]): { readonly mib: number; readonly errorMib: number } {
  const mean = (of: (sample: Sample) => number) => samples.reduce((sum, one) => sum + of(one), 0) / samples.length;
  const [atMs, bytes] = [mean((one) => one.atMs), mean((one) => one.bytes)];
  const sum = (of: (sample: Sample) => number) => samples.reduce((total, one) => total + of(one), 0);
  const width = sum((one) => (one.atMs - atMs) ** 2);
  const slope = sum((one) => (one.atMs - atMs) * (one.bytes - bytes)) / width;
  const rest = sum((one) => (one.bytes - bytes - slope * (one.atMs - atMs)) ** 2);
  const error = Math.sqrt(rest / Math.max(1, samples.length - 2) / width);
  const scale = (MINUTES * 60_000) / MIB;
  return { mib: slope * scale, errorMib: error * scale };
}
