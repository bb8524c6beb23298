import { describe, expect, test } from 'vitest';
import { countsOfPlaywright, countsOfVitest, sum } from './tally.ts';

const file = (name: string, status: string, tests: readonly (readonly [string, string])[]) => ({
  name: `/clone/${name}`,
  status,
  assertionResults: tests.map(([fullName, status]) => ({ fullName, status })),
});
const unit = (passed: number, failed: number, testResults: readonly object[], pending = 0) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: pending,
  numTodoTests: 0,
  testResults,
});
const quiet = { unhandled: 0 };
const vitest = (report: unknown, unhandled: unknown, status: number) =>
  countsOfVitest('/clone', report, unhandled, status);

describe('vitest', () => {
  const green = unit(2, 0, [
    file('a.test.ts', 'passed', [
      ['one', 'passed'],
      ['two', 'passed'],
    ]),
  ]);

  test('what passed has passed', () => {
    expect(vitest(green, quiet, 0)).toEqual({ passed: 2, failed: 0, skipped: 0, loud: [] });
  });

  test('an error that no test caught fails, alone and beside a failed test', () => {
    expect(vitest(green, { unhandled: 1 }, 1).failed).toBe(1);
    expect(vitest(unit(1, 1, [file('a.test.ts', 'failed', [['one', 'failed']])]), { unhandled: 2 }, 1).failed).toBe(3);
  });

  test('a file that could not be loaded fails, beside a failed test too', () => {
    const files = [file('a.test.ts', 'failed', [['one', 'failed']]), file('b.test.ts', 'failed', [])];
    expect(vitest(unit(1, 1, files), quiet, 1).failed).toBe(2);
  });

  test('a status that the report does not explain fails, and so does a report that is not there or says nothing', () => {
    expect(vitest(green, quiet, 1).failed).toBe(1);
    expect(vitest(null, quiet, 0).failed).toBe(1);
    expect(vitest(green, null, 0).failed).toBe(1);
    expect(vitest(unit(0, 0, []), quiet, 0).failed).toBe(1);
  });

  test('what was not run is listed by its file', () => {
    const files = [
      file('server/a.test.ts', 'passed', [
        ['one', 'skipped'],
        ['two', 'passed'],
        ['three', 'pending'],
      ]),
      file('server/b.test.ts', 'passed', [['four', 'todo']]),
    ];
    expect(vitest(unit(1, 0, files, 3), quiet, 0)).toEqual({
      passed: 1,
      failed: 0,
      skipped: 3,
      loud: ['!! NOT RUN: server/a.test.ts (2)\n     one\n     three', '!! NOT RUN: server/b.test.ts (1)\n     four'],
    });
  });
});

describe('Playwright', () => {
  const spec = (title: string, status: string) => ({ title, file: 'desk.spec.ts', tests: [{ status }] });
  const report = (stats: object, specs: readonly object[], errors: readonly object[] = []) => ({
    stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats },
    suites: [{ specs: [], suites: [{ specs }] }],
    errors,
  });

  test('a spec that passed at the second try is named', () => {
    const counts = countsOfPlaywright(
      report({ expected: 1, flaky: 1 }, [spec('a', 'expected'), spec('b', 'flaky')]),
      0,
    );
    expect(counts).toEqual({
      passed: 2,
      failed: 0,
      skipped: 0,
      loud: ['!! FLAKY, passed when retried: desk.spec.ts (1)\n     b'],
    });
  });

  test('a skipped spec is named by its file', () => {
    const counts = countsOfPlaywright(report({ expected: 1, skipped: 1 }, [spec('a', 'skipped')]), 0);
    expect(counts).toMatchObject({ passed: 1, skipped: 1, loud: ['!! NOT RUN: desk.spec.ts (1)\n     a'] });
  });

  test('an error outside the specs counts beside a failed spec, and an unexplained status counts', () => {
    expect(countsOfPlaywright(report({ expected: 1, unexpected: 1 }, [], [{}]), 1).failed).toBe(2);
    expect(countsOfPlaywright(report({ expected: 1 }, []), 1).failed).toBe(1);
    expect(countsOfPlaywright(null, 0).failed).toBe(1);
  });
});

test('sums keep every loud line', () => {
  const one = { passed: 1, failed: 2, skipped: 3, loud: ['x'] };
  expect(sum([one, one])).toEqual({ passed: 2, failed: 4, skipped: 6, loud: ['x', 'x'] });
});
