import { describe, expect, test } from 'vitest';
import { countsOfPlaywright, countsOfTool, countsOfVitest, sum } from './tally.ts';

const file = (name: string, status: string, tests: readonly (readonly [string, string, string?])[], message = '') => ({
  name: `/clone/${name}`,
  status,
  message,
  assertionResults: tests.map(([fullName, status, words]) => ({
    fullName,
    status,
    failureMessages: words === undefined ? [] : [words, 'of the second try'],
  })),
});
const unit = (passed: number, failed: number, testResults: readonly object[], pending = 0) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: pending,
  numTodoTests: 0,
  testResults,
});
const quiet = { unhandled: [] };
const ended = (status: number) => ({ status, said: 'its last words' });
const vitest = (report: unknown, unhandled: unknown, status: number) =>
  countsOfVitest('/clone', report, unhandled, ended(status));

describe('vitest', () => {
  const green = unit(2, 0, [
    file('a.test.ts', 'passed', [
      ['one', 'passed'],
      ['two', 'passed'],
    ]),
  ]);

  test('what passed has passed', () => {
    expect(vitest(green, quiet, 0)).toEqual({ passed: 2, failed: 0, skipped: 0, failures: [], flaky: [], loud: [] });
  });

  test('an error that no test caught fails, alone and beside a failed test', () => {
    expect(vitest(green, { unhandled: ['a stack'] }, 1).failed).toBe(1);
    expect(
      vitest(unit(1, 1, [file('a.test.ts', 'failed', [['one', 'failed']])]), { unhandled: ['a stack', 'another'] }, 1)
        .failed,
    ).toBe(3);
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

  test('whatever is counted as failed is told: the test, the file, the error that no test caught, the step', () => {
    const files = [
      file('a.test.ts', 'failed', [['one', 'failed', 'AssertionError: no']]),
      file('b.test.ts', 'failed', [], 'no such module'),
      file('c.test.ts', 'failed', [['two', 'skipped']]),
    ];
    const rest = { unhandled: ['a stack'], hooks: [{ name: '/clone/c.test.ts', words: 'the port is taken' }] };
    expect(vitest(unit(1, 1, files), rest, 1).failures).toEqual([
      { file: 'a.test.ts', title: 'one', words: 'AssertionError: no' },
      { file: 'b.test.ts', title: expect.stringMatching(/not loaded/), words: 'no such module' },
      { file: 'c.test.ts', title: expect.stringMatching(/hook/), words: 'the port is taken' },
      { file: '', title: 'an error that no test caught', words: 'a stack' },
    ]);
    expect(vitest(null, null, 134).failures).toEqual([
      { file: '', title: expect.stringMatching(/status 134/), words: 'its last words' },
    ]);
  });

  test('a test that passed at the second try is passed, and named with what it failed of', () => {
    const files = [
      file('a.test.ts', 'passed', [
        ['one', 'passed', 'Error: late'],
        ['two', 'passed'],
      ]),
    ];
    expect(vitest(unit(2, 0, files), quiet, 0)).toMatchObject({
      passed: 2,
      failed: 0,
      flaky: [{ file: 'a.test.ts', title: 'one', words: 'Error: late' }],
    });
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
      failures: [],
      flaky: [],
      loud: ['!! NOT RUN: server/a.test.ts (2)\n     one\n     three', '!! NOT RUN: server/b.test.ts (1)\n     four'],
    });
  });
});

describe('Playwright', () => {
  const first = { errors: [{ message: 'why', location: { file: '/clone/e2e/desk.spec.ts', line: 7 } }] };
  const spec = (title: string, status: string) => ({
    title,
    file: 'desk.spec.ts',
    tests: [{ status, results: ['flaky', 'unexpected'].includes(status) ? [first, { errors: [] }] : [{ errors: [] }] }],
  });
  const report = (stats: object, specs: readonly object[], errors: readonly object[] = []) => ({
    stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats },
    suites: [{ specs: [], suites: [{ specs }] }],
    errors,
  });

  test('a spec that passed at the second try is named', () => {
    const counts = countsOfPlaywright(
      report({ expected: 1, flaky: 1 }, [spec('a', 'expected'), spec('b', 'flaky')]),
      ended(0),
    );
    expect(counts).toEqual({
      passed: 2,
      failed: 0,
      skipped: 0,
      failures: [],
      flaky: [{ file: 'desk.spec.ts', title: 'b', words: 'why\n    at /clone/e2e/desk.spec.ts:7' }],
      loud: [],
    });
  });

  test('a spec that failed is told with the error of its first try and the place of it', () => {
    const { failures } = countsOfPlaywright(
      report({ expected: 1, unexpected: 1 }, [spec('b', 'unexpected')]),
      ended(1),
    );
    expect(failures).toEqual([{ file: 'desk.spec.ts', title: 'b', words: 'why\n    at /clone/e2e/desk.spec.ts:7' }]);
  });

  test('a skipped spec is named by its file', () => {
    const counts = countsOfPlaywright(report({ expected: 1, skipped: 1 }, [spec('a', 'skipped')]), ended(0));
    expect(counts).toMatchObject({ passed: 1, skipped: 1, loud: ['!! NOT RUN: desk.spec.ts (1)\n     a'] });
  });

  test('an error outside the specs counts beside a failed spec, and an unexplained status counts', () => {
    expect(countsOfPlaywright(report({ expected: 1, unexpected: 1 }, [], [{}]), ended(1)).failed).toBe(2);
    expect(countsOfPlaywright(report({ expected: 1 }, []), ended(1)).failed).toBe(1);
    expect(countsOfPlaywright(null, ended(0)).failed).toBe(1);
  });
});

test('a tool fails as one check, with what it said', () => {
  expect(countsOfTool(ended(0))).toMatchObject({ passed: 1, failed: 0, failures: [] });
  expect(countsOfTool(ended(2))).toMatchObject({
    passed: 0,
    failed: 1,
    failures: [{ title: 'ended with status 2', words: 'its last words' }],
  });
});

test('sums keep every loud line, failure and flake', () => {
  const told = { file: 'a', title: 'b', words: 'c' };
  const one = { passed: 1, failed: 2, skipped: 3, failures: [told], flaky: [told], loud: ['x'] };
  expect(sum([one, one])).toEqual({
    passed: 2,
    failed: 4,
    skipped: 6,
    failures: [told, told],
    flaky: [told, told],
    loud: ['x', 'x'],
  });
});
