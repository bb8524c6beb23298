/** Every row of the bench, small: everything is answered, nothing is lost, the log agrees. Not a word about time. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ROWS } from './rows.ts';
import { TENFOLD } from './tenfold.ts';

const NEEDS: Readonly<Record<string, string>> = { peer: 'redis-server', knee: 'redis-server', paint: 'chromium' };
const ROW_MS_MAX = 60_000;

describe.each([
  ['rows of the bench, small', ROWS],
  ['rows at ten times their goal, small', TENFOLD],
])('%s', (_title, rows) => {
  for (const [name, row] of Object.entries(rows)) {
    const missing = ['nats-server', NEEDS[name]].find((command) => command !== undefined && !isThere(command));
    it.skipIf(missing !== undefined)(
      `${name}${missing === undefined ? '' : ` (skipped: ${missing} is not there)`}`,
      { timeout: ROW_MS_MAX },
      async () => {
        const result = await row.run({ small: true });
        expect(result.goals.filter(({ met }) => met === false)).toEqual([]);
        expect(result.goals.some(({ met }) => met === true)).toBe(true);
        for (const values of Object.values(result.figures)) expect(values.every(Number.isFinite)).toBe(true);
      },
    );
  }
});

function isThere(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
