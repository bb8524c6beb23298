/** Lets a bounded number of log lines a second through, and tells how many it kept back. */
import type { HouseClock } from '../clock.ts';

export type Sampler = {
  /** Null: keep silent. Else how many were kept back since the last that was let through. */
  pass(key: string): number | null;
};

const PER_SECOND = 5;
const KEYS_MAX = 256;

export function createSampler(clock: Pick<HouseClock, 'now'>): Sampler {
  const windows = new Map<string, { second: number; passed: number; kept: number }>();
  return {
    pass(key) {
      const second = Math.floor(clock.now() / 1_000);
      let window = windows.get(key);
      if (window === undefined) {
        if (windows.size >= KEYS_MAX) windows.clear();
        window = { second, passed: 0, kept: 0 };
        windows.set(key, window);
      }
      if (window.second !== second) {
        window.second = second;
        window.passed = 0;
      }
      if (window.passed >= PER_SECOND) {
        window.kept += 1;
        return null;
      }
      window.passed += 1;
      const { kept } = window;
      window.kept = 0;
      return kept;
    },
  };
}
