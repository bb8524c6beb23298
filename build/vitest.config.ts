import { defineConfig } from 'vitest/config';
import { unhandledReporter } from './unhandled.ts';

/** Tests that start real servers, disks or load: one file at a time, after the others, so that their bounds in time mean something on two cores. */
const REAL = [
  'server/*.test.ts',
  'server/{answers,bench,door,faults,http,keeping,rehearsal,speech}/**/*.test.ts',
  'server/cli/house.test.ts',
  'server/journal/recovery.test.ts',
  'renderer/{feed.test.ts,feed/*.test.ts}',
  'build/start.test.ts',
];

/** Tests that start programs of their own, and may run beside the others. */
const PROCESSES = [
  'server/cli/{log,replay,rostrum}.test.ts',
  'server/identity/sightings.test.ts',
  'server/nats/start.test.ts',
];

const shared = {
  root: new URL('..', import.meta.url).pathname,
  testTimeout: 30_000,
  hookTimeout: 60_000,
  // What is waited for comes when the machine has time; what never comes fails all the same.
  expect: { poll: { timeout: 20_000 } },
};

/** What waits for real processes may be tried once more, and `npm test` names it then; what is pure passes or does not. */
const RETRIES = 1;

/** Where `npm test` wants the reports; a run by hand has none. */
const reports = process.env.ROSTRUM_TEST_REPORTS;

export default defineConfig({
  test: {
    ...(reports === undefined
      ? {}
      : {
          // Of what passed: one line a file, and none of its words.
          silent: 'passed-only',
          slowTestThreshold: Number.MAX_SAFE_INTEGER,
          reporters: [
            'default',
            ['json', { outputFile: `${reports}/unit.json` }],
            unhandledReporter(`${reports}/unhandled.json`),
          ],
        }),
    projects: [
      {
        test: {
          ...shared,
          name: 'pure',
          include: ['{protocol,server,electron,build}/**/*.test.ts', 'renderer/**/*.test.{ts,tsx}'],
          exclude: [...REAL, ...PROCESSES],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: 'processes',
          include: PROCESSES,
          testTimeout: 90_000,
          retry: RETRIES,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: 'real',
          include: REAL,
          testTimeout: 90_000,
          retry: RETRIES,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
