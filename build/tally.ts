/** Counting what ran. Reads the JSON reports of vitest and Playwright; runs nothing. What it cannot explain, it counts as failed. */
import { relative } from 'node:path';

export type Counts = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What must not pass in silence, whole lines: real parts that were not run, and specs that passed only when tried again. */
  readonly loud: readonly string[];
};
export type Step = { readonly name: string; readonly run: () => Promise<Counts> };

type One = { readonly file: string; readonly title: string };

export function sum(all: readonly Counts[]): Counts {
  return all.reduce((a, b) => ({
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    loud: [...a.loud, ...b.loud],
  }));
}

export function notRun(why: string): string {
  return `!! NOT RUN: ${why}`;
}

/**
 * Failed are the tests, the files that failed without a failed test (not loaded, a hook), and the errors that no test
 * caught. A missing report and a status that all this does not explain are a failure too.
 */
export function countsOfVitest(root: string, report: unknown, unhandled: unknown, status: number): Counts {
  const files = listIn(report, 'testResults');
  const broken = files.filter((file) => textIn(file, 'status') === 'failed' && !hasFailedTest(file)).length;
  const failed = numberIn(report, 'numFailedTests') + broken + numberIn(unhandled, 'unhandled');
  const isSilent = numberIn(report, 'numPassedTests') === 0 || !isObject(unhandled);
  const skipped = files.flatMap((file) =>
    listIn(file, 'assertionResults')
      .filter((test) => ['skipped', 'pending', 'todo'].includes(textIn(test, 'status')))
      .map((test) => ({ file: relative(root, textIn(file, 'name')), title: textIn(test, 'fullName') })),
  );
  return {
    passed: numberIn(report, 'numPassedTests'),
    failed: atLeastOne(failed, status !== 0 || isSilent),
    skipped: numberIn(report, 'numPendingTests') + numberIn(report, 'numTodoTests'),
    loud: byFile(skipped).map(notRun),
  };
}

/** A spec that passed only when it was tried again counts as passed, and is named. */
export function countsOfPlaywright(report: unknown, status: number): Counts {
  const stats = isObject(report) ? report.stats : undefined;
  const passed = numberIn(stats, 'expected') + numberIn(stats, 'flaky');
  const failed = numberIn(stats, 'unexpected') + listIn(report, 'errors').length;
  const specs = specsIn(report);
  return {
    passed,
    failed: atLeastOne(failed, status !== 0 || passed + numberIn(stats, 'skipped') === 0),
    skipped: numberIn(stats, 'skipped'),
    loud: [
      ...byFile(specs.filter(({ status }) => status === 'skipped')).map(notRun),
      ...byFile(specs.filter(({ status }) => status === 'flaky')).map(
        (line) => `!! FLAKY, passed when retried: ${line}`,
      ),
    ],
  };
}

function hasFailedTest(file: unknown): boolean {
  return listIn(file, 'assertionResults').some((test) => textIn(test, 'status') === 'failed');
}

function specsIn(suite: unknown): readonly (One & { readonly status: string })[] {
  const own = listIn(suite, 'specs').flatMap((spec) =>
    listIn(spec, 'tests').map((test) => ({
      file: textIn(spec, 'file'),
      title: textIn(spec, 'title'),
      status: textIn(test, 'status'),
    })),
  );
  return [...own, ...listIn(suite, 'suites').flatMap(specsIn)];
}

/** One entry a file, its titles below it. */
function byFile(all: readonly One[]): readonly string[] {
  const titles = new Map<string, string[]>();
  for (const { file, title } of all) titles.set(file, [...(titles.get(file) ?? []), title]);
  return [...titles].map(([file, of]) => `${file} (${of.length})\n${of.map((title) => `     ${title}`).join('\n')}`);
}

function atLeastOne(failed: number, hasFailed: boolean): number {
  return failed === 0 && hasFailed ? 1 : failed;
}

function numberIn(value: unknown, name: string): number {
  const found = isObject(value) ? value[name] : undefined;
  return typeof found === 'number' ? found : 0;
}

function textIn(value: unknown, name: string): string {
  const found = isObject(value) ? value[name] : undefined;
  return typeof found === 'string' ? found : '';
}

function listIn(value: unknown, name: string): readonly unknown[] {
  const found = isObject(value) ? value[name] : undefined;
  return Array.isArray(found) ? found : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
