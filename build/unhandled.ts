/** The errors that no test caught: vitest's JSON report leaves them out, and its exit status says no more than a failed test does. */
import { writeFileSync } from 'node:fs';
import type { Reporter } from 'vitest/node';

export function unhandledReporter(file: string): Reporter {
  return {
    onTestRunEnd: (_, errors) =>
      writeFileSync(file, `${JSON.stringify({ unhandled: errors.map(({ stack, message }) => stack ?? message) })}\n`),
  };
}
