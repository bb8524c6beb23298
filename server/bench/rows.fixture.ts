/** For tests: rows of the bench, small. Everything is answered, nothing is lost, the log agrees. Of time, no more than what a row is about. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Rows } from './row.ts';

/**
 * Rows of which a goal is a matter of time in a small run too: a sleep that must show, a screen that keeps up, a rate that is
 * held. Nothing else may run beside these.
 */
const TIMED: readonly string[] = ['knee', 'paint', 'control'];

const NEEDS: Readonly<Record<string, string>> = { peer: 'redis-server', knee: 'redis-server', paint: 'chromium' };
const ROW_MS_MAX = 60_000;

export function timed(rows: Rows): Rows {
  return Object.fromEntries(Object.entries(rows).filter(([name]) => TIMED.includes(name)));
}

export function untimed(rows: Rows): Rows {
  return Object.fromEntries(Object.entries(rows).filter(([name]) => !TIMED.includes(name)));
}

/** To be called at the top of a test: one test a row. */
export function describeSmall(title: string, rows: Rows): void {
  describe(title, () => {
    for (const [name, load] of Object.entries(rows)) {
      const missing = ['nats-server', NEEDS[name]].find((command) => command !== undefined && !isThere(command));
      it.skipIf(missing !== undefined)(
        `${name}${missing === undefined ? '' : ` (skipped: ${missing} is not there)`}`,
        { timeout: ROW_MS_MAX },
        async () => {
          const row = await load();
          const result = await row.run({ small: true });
          expect(result.goals.filter(({ met }) => met === false)).toEqual([]);
          expect(result.goals.some(({ met }) => met === true)).toBe(true);
          for (const values of Object.values(result.figures)) expect(values.every(Number.isFinite)).toBe(true);
        },
      );
    }
  });
}

function isThere(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
