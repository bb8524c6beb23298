/** Counting what ran. Reads the JSON reports of vitest and Playwright; runs nothing. What it cannot explain, it counts as failed. */
import { relative } from 'node:path';

export type Counts = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What stands behind `failed`, one each. */
  readonly failures: readonly Told[];
  /** What failed once and passed when it was tried again: counted as passed, and named. */
  readonly flaky: readonly Told[];
  /** Whole lines that must not pass in silence: real parts that were not run. */
  readonly loud: readonly string[];
};
export type Step = { readonly name: string; readonly run: () => Promise<Counts> };

/** One test, or what failed without being one, in the words of its error. */
export type Told = { readonly file: string; readonly title: string; readonly words: string };

/** How a step's program ended, and the last lines that it wrote. */
export type Ended = { readonly status: number; readonly said: string };

type One = { readonly file: string; readonly title: string };

export function sum(all: readonly Counts[]): Counts {
  return all.reduce((a, b) => ({
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
    flaky: [...a.flaky, ...b.flaky],
    loud: [...a.loud, ...b.loud],
  }));
}

export function notRun(why: string): string {
  return `!! NOT RUN: ${why}`;
}

/**
 * Failed are the tests, the files that failed without a failed test (not loaded, a hook), and the errors that no test
 * caught. A missing report and a status that all this does not explain are a failure too. A test that passed and has an
 * error all the same had it at its first try.
 */
export function countsOfVitest(root: string, report: unknown, unhandled: unknown, ended: Ended): Counts {
  const files = listIn(report, 'testResults');
  const broken = files.filter((file) => textIn(file, 'status') === 'failed' && !hasFailedTest(file));
  const tests = files.flatMap((file) =>
    listIn(file, 'assertionResults').map((test) => ({
      file: relative(root, textIn(file, 'name')),
      title: textIn(test, 'fullName'),
      status: textIn(test, 'status'),
      words: String(listIn(test, 'failureMessages')[0] ?? ''),
    })),
  );
  const uncaught = listIn(unhandled, 'unhandled').map((words) => ({
    file: '',
    title: 'an error that no test caught',
    words: String(words),
  }));
  const failed = numberIn(report, 'numFailedTests') + broken.length + uncaught.length;
  const isSilent = numberIn(report, 'numPassedTests') === 0 || !isObject(unhandled);
  return {
    passed: numberIn(report, 'numPassedTests'),
    skipped: numberIn(report, 'numPendingTests') + numberIn(report, 'numTodoTests'),
    ...explained(ended, failed, isSilent, [
      ...tests.filter(({ status }) => status === 'failed').map(told),
      ...broken.map((file) => ({
        file: relative(root, textIn(file, 'name')),
        title: 'the file itself: not loaded, or a hook failed',
        words: textIn(file, 'message') || hookWords(unhandled, textIn(file, 'name')),
      })),
      ...uncaught,
    ]),
    flaky: tests.filter(({ status, words }) => status === 'passed' && words !== '').map(told),
    loud: byFile(tests.filter(({ status }) => ['skipped', 'pending', 'todo'].includes(status))).map(notRun),
  };
}

/** A spec that passed only when it was tried again counts as passed. */
export function countsOfPlaywright(report: unknown, ended: Ended): Counts {
  const stats = isObject(report) ? report.stats : undefined;
  const passed = numberIn(stats, 'expected') + numberIn(stats, 'flaky');
  const errors = listIn(report, 'errors').map((error) => ({
    file: '',
    title: 'outside the specs',
    words: textIn(error, 'message'),
  }));
  const specs = specsIn(report);
  return {
    passed,
    skipped: numberIn(stats, 'skipped'),
    ...explained(ended, numberIn(stats, 'unexpected') + errors.length, passed + numberIn(stats, 'skipped') === 0, [
      ...specs.filter(({ status }) => status === 'unexpected').map(told),
      ...errors,
    ]),
    flaky: specs.filter(({ status }) => status === 'flaky').map(told),
    loud: byFile(specs.filter(({ status }) => status === 'skipped')).map(notRun),
  };
}

/** A step that is one check: it passes or fails as a whole. */
export function countsOfTool(ended: Ended): Counts {
  const isGood = ended.status === 0;
  return {
    passed: isGood ? 1 : 0,
    failed: isGood ? 0 : 1,
    skipped: 0,
    failures: isGood ? [] : [{ file: '', title: `ended with status ${ended.status}`, words: ended.said }],
    flaky: [],
    loud: [],
  };
}

/** No step ends badly, or says nothing, without one failure that is counted and told. */
function explained(
  { status, said }: Ended,
  failed: number,
  isSilent: boolean,
  failures: readonly Told[],
): Pick<Counts, 'failed' | 'failures'> {
  if (failed > 0 || (status === 0 && !isSilent)) return { failed, failures };
  return {
    failed: 1,
    failures: [{ file: '', title: `ended with status ${status}; its report does not say why`, words: said }],
  };
}

function told({ file, title, words }: Told): Told {
  return { file, title, words };
}

function hasFailedTest(file: unknown): boolean {
  return listIn(file, 'assertionResults').some((test) => textIn(test, 'status') === 'failed');
}

function hookWords(unhandled: unknown, name: string): string {
  const found = listIn(unhandled, 'hooks').find((hook) => textIn(hook, 'name') === name);
  return textIn(found, 'words');
}

function specsIn(suite: unknown): readonly (Told & { readonly status: string })[] {
  const own = listIn(suite, 'specs').flatMap((spec) =>
    listIn(spec, 'tests').map((test) => ({
      file: textIn(spec, 'file'),
      title: textIn(spec, 'title'),
      status: textIn(test, 'status'),
      words:
        listIn(test, 'results')
          .map(wordsOf)
          .find((words) => words !== '') ?? '',
    })),
  );
  return [...own, ...listIn(suite, 'suites').flatMap(specsIn)];
}

function wordsOf(result: unknown): string {
  const [error] = listIn(result, 'errors');
  const place = isObject(error) ? error.location : undefined;
  const at = place === undefined ? '' : `\n    at ${textIn(place, 'file')}:${numberIn(place, 'line')}`;
  return error === undefined ? '' : `${textIn(error, 'message')}${at}`;
}

/** One entry a file, its titles below it. */
function byFile(all: readonly One[]): readonly string[] {
  const titles = new Map<string, string[]>();
  for (const { file, title } of all) titles.set(file, [...(titles.get(file) ?? []), title]);
  return [...titles].map(([file, of]) => `${file} (${of.length})\n${of.map((title) => `     ${title}`).join('\n')}`);
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
