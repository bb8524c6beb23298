/** What vitest's JSON report leaves out: the errors that no test caught, and those of hooks. Its exit status says no more than a failed test does. */
import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

export function unhandledReporter(file: string): Reporter {
  return {
    onTestRunEnd(modules, errors) {
      const hooks = modules.map((module) => ({ name: module.moduleId, words: hookErrors(module) }));
      const unhandled = errors.map(wordsOf);
      writeFileSync(file, `${JSON.stringify({ unhandled, hooks: hooks.filter(({ words }) => words !== '') })}\n`);
    },
  };
}

function hookErrors(module: TestModule): string {
  const suites = [...module.children.allSuites()];
  return [...module.errors(), ...suites.flatMap((suite) => suite.errors())].map(wordsOf).join('\n');
}

function wordsOf({ stack, message }: { readonly stack?: string | undefined; readonly message: string }): string {
  return stack ?? message;
}
