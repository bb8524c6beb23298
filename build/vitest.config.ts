import { defineConfig } from 'vitest/config';
import { unhandledReporter } from './unhandled.ts';

/**
 * Tests that start programs of their own or wait for the disk, and hold nothing to a time: what they wait is worked in by the
 * others. They begin first, so that no long one is left over for one core alone at the end.
 */
const PROCESSES = [
  'server/bench/!(timed).test.ts',
  'server/bench/{load,paint}/*.test.ts',
  'server/{faults,rehearsal}/**/*.test.ts',
  'server/cli/{log,replay,rostrum}.test.ts',
  'server/identity/sightings.test.ts',
  'server/journal/recovery.test.ts',
  'server/keeping/saved.test.ts',
  'server/nats/start.test.ts',
];

/**
 * Tests that start real servers, disks or load: one file at a time, after the others, so that their bounds in time mean
 * something on two cores. What is named after a `!` needs neither server nor time, and is pure.
 */
const REAL = [
  'server/!(catalogue|codecache|config|sequencer).test.ts',
  'server/answers/!(story).test.ts',
  'server/bench/timed.test.ts',
  'server/door/!(crowd|patience|rate|refusals|unread).test.ts',
  'server/{http,keeping}/**/*.test.ts',
  'server/cli/house.test.ts',
  'renderer/feed.test.ts',
  'build/start.test.ts',
];

/** One for each core: vitest would leave one core to itself, which on two is the half of them. */
const AT_A_TIME = '100%';

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
          maxWorkers: AT_A_TIME,
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
          maxWorkers: AT_A_TIME,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: 'real',
          include: REAL,
          exclude: PROCESSES,
          testTimeout: 90_000,
          retry: RETRIES,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
