/** Latencies in microseconds, in an HDR histogram, and its summary in milliseconds. */
import { build } from 'hdr-histogram-js';

const MICROS_MAX = 120_000_000;

export type Summary = {
  readonly count: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly maxMs: number;
};

export type Histogram = { record(ms: number): void; summary(): Summary; clear(): void };

export function histogram(): Histogram {
  const inner = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: MICROS_MAX,
    numberOfSignificantValueDigits: 3,
    useWebAssembly: false,
  });
  return {
    record(ms) {
      const micros = Math.round(ms * 1000);
      inner.recordValue(micros < 1 ? 1 : micros > MICROS_MAX ? MICROS_MAX : micros);
    },
    summary: () => ({
      count: inner.totalCount,
      p50Ms: inner.getValueAtPercentile(50) / 1000,
      p90Ms: inner.getValueAtPercentile(90) / 1000,
      p99Ms: inner.getValueAtPercentile(99) / 1000,
      p999Ms: inner.getValueAtPercentile(99.9) / 1000,
      maxMs: inner.maxValue / 1000,
    }),
    clear: () => inner.reset(),
  };
}
