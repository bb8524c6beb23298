import { expect, test } from 'vitest';
import { closing } from './closing.ts';
import { isNoise } from './noise.ts';
import type { Counts, Told } from './tally.ts';

const counts = (more: Partial<Counts>): Counts => ({
  ...{ passed: 1, failed: 0, skipped: 0, failures: [], flaky: [], loud: [] },
  ...more,
});
const failure = (words: string): Told => ({ file: 'server/a.test.ts', title: 'a house ends', words });

test('nothing is said where all passed', () => {
  expect(closing([{ name: 'unit', counts: counts({}) }])).toEqual([]);
});

test('what was not run comes first, then the flaky, then the failed with step, file, name and error', () => {
  const steps = [
    { name: 'lint', counts: counts({ failures: [{ file: '', title: 'ended with status 1', words: 'a.ts:1 bad' }] }) },
    {
      name: 'unit',
      counts: counts({
        loud: ['!! NOT RUN: b.test.ts (1)\n     one'],
        flaky: [failure('Error: late\n    at a.test.ts:3')],
        failures: [failure('AssertionError: no\n    at /clone/server/a.test.ts:3:7')],
      }),
    },
  ];
  expect(closing(steps)).toEqual([
    '!! NOT RUN: b.test.ts (1)\n     one',
    'flaky: unit › server/a.test.ts › a house ends (passed on the second try): Error: late',
    'FAILED: lint › ended with status 1',
    '    a.ts:1 bad',
    'FAILED: unit › server/a.test.ts › a house ends',
    '    AssertionError: no',
    '        at /clone/server/a.test.ts:3:7',
  ]);
});

test('an error is told in twelve lines at the most, without colours, foreign frames and noise', () => {
  const words = [
    '\u001b[31mError: no\u001b[39m',
    '    at /clone/node_modules/vitest/run.js:1:1',
    '    at process (node:internal/process/task_queues:1:1)',
    '[1:2/3:ERROR:bus.cc(399)] Failed to connect to the bus',
    ...Array.from({ length: 30 }, (_, n) => `line ${n} ${'x'.repeat(500)}`),
  ];
  const told = closing([{ name: 'unit', counts: counts({ failures: [failure(words.join('\n'))] }) }]);
  expect(told).toHaveLength(12);
  expect(told.slice(1, 3)).toEqual(['    Error: no', expect.stringMatching(/^ {4}line 0 x+$/)]);
  expect(Math.max(...told.map((line) => line.length))).toBeLessThanOrEqual(224);
});

test.each([20, 100, 1_000])('%d failures fit what is kept of an output, each named while there is room', (count) => {
  const failures = Array.from({ length: count }, () => failure(Array(20).fill('a line').join('\n')));
  const told = closing([{ name: 'unit', counts: counts({ failures }) }]);
  expect(told.length).toBeLessThanOrEqual(151);
  expect(told.filter((line) => line.startsWith('FAILED: unit'))).toHaveLength(Math.min(count, 150));
  expect(told.at(-1)).toMatch(count > 150 ? /^FAILED: 850 more$/ : /./);
});

test('only what says nothing of ours is noise', () => {
  for (const line of [
    '',
    '[27201:1124/214624.464475:ERROR:bus.cc(399)] Failed to connect to the bus: no such file',
    '\u001b[33moidc-provider NOTICE: default ttl.IdToken function called, you SHOULD change it\u001b[0m',
  ])
    expect([line, isNoise(line)]).toEqual([line, true]);
  for (const line of [
    'Error: the bus is gone',
    'ERROR: oidc sign-in failed',
    ' ✓ server/door/oidc.test.ts (5 tests) 10ms',
  ])
    expect([line, isNoise(line)]).toEqual([line, false]);
});
