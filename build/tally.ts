/** Counting what ran. Reads the JSON reports of vitest and Playwright; runs nothing. */

export type Counts = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Real parts that were not run, each with its reason. */
  readonly loud: readonly string[];
};
export type Step = { readonly name: string; readonly run: () => Promise<Counts> };

export function sum(all: readonly Counts[]): Counts {
  return all.reduce((a, b) => ({
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    loud: [...a.loud, ...b.loud],
  }));
}

/** A report that does not say how many passed is a failure, and so is a status that the report does not explain. */
export function countsOfVitest(report: unknown, status: number): Counts {
  const passed = numberIn(report, 'numPassedTests');
  const failed = numberIn(report, 'numFailedTests');
  const skipped = numberIn(report, 'numPendingTests') + numberIn(report, 'numTodoTests');
  // A file that cannot be loaded has no failed test: its suite failed.
  const brokenFiles = failed === 0 && status !== 0 ? Math.max(1, numberIn(report, 'numFailedTestSuites')) : 0;
  return { passed, failed: failed + brokenFiles, skipped, loud: skippedTitles(report) };
}

export function countsOfPlaywright(report: unknown, status: number): Counts {
  const stats = isObject(report) ? report.stats : undefined;
  const passed = numberIn(stats, 'expected') + numberIn(stats, 'flaky');
  const failed = numberIn(stats, 'unexpected');
  return {
    passed,
    failed: failed === 0 && status !== 0 ? 1 : failed,
    skipped: numberIn(stats, 'skipped'),
    loud: numberIn(stats, 'skipped') > 0 ? [`${numberIn(stats, 'skipped')} specs of the desks, see above`] : [],
  };
}

function skippedTitles(report: unknown): readonly string[] {
  if (!isObject(report) || !Array.isArray(report.testResults)) return [];
  return report.testResults.flatMap((file: unknown) =>
    isObject(file) && Array.isArray(file.assertionResults)
      ? file.assertionResults
          .filter((one: unknown) => isObject(one) && (one.status === 'skipped' || one.status === 'pending'))
          .map((one: unknown) => (isObject(one) ? String(one.fullName) : ''))
      : [],
  );
}

function numberIn(value: unknown, name: string): number {
  const found = isObject(value) ? value[name] : undefined;
  return typeof found === 'number' ? found : 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
