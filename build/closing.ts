/** The last words of `npm test`: what was not run, what passed only at the second try, what failed. Short enough for whoever keeps no more than the end. */
import { stripVTControlCharacters } from 'node:util';
import { isNoise } from './noise.ts';
import type { Counts, Told } from './tally.ts';

export type StepCounts = { readonly name: string; readonly counts: Counts };

/** Of one failure, its heading among them. */
const FAILURE_LINES_MAX = 12;
/** Of all failures; where there are many each gets fewer. */
const FAILED_LINES_MAX = 150;
const COLUMNS_MAX = 220;

/** A frame of a stack outside our own files. */
const FOREIGN = /^\s*at .*(?:node_modules|node:|<anonymous>)/;

export function closing(steps: readonly StepCounts[]): readonly string[] {
  const failed = steps.flatMap(({ name, counts }) => counts.failures.map((failure) => ({ name, failure })));
  const linesEach = Math.max(1, Math.min(FAILURE_LINES_MAX, Math.floor(FAILED_LINES_MAX / failed.length)));
  const shown = failed.slice(0, FAILED_LINES_MAX);
  return [
    ...steps.flatMap(({ counts }) => counts.loud),
    ...steps.flatMap(({ name, counts }) =>
      counts.flaky.map(
        (one) => `flaky: ${placeOf(name, one)} (passed on the second try): ${linesOf(one.words, 1)[0] ?? ''}`,
      ),
    ),
    ...shown.flatMap(({ name, failure }) => [
      `FAILED: ${placeOf(name, failure)}`,
      ...linesOf(failure.words, linesEach - 1).map((line) => `    ${line}`),
    ]),
    ...(failed.length > shown.length ? [`FAILED: ${failed.length - shown.length} more`] : []),
  ];
}

function placeOf(step: string, { file, title }: Told): string {
  return [step, file, title].filter((part) => part !== '').join(' › ');
}

function linesOf(words: string, count: number): readonly string[] {
  return stripVTControlCharacters(words)
    .split('\n')
    .filter((line) => !isNoise(line) && !FOREIGN.test(line))
    .slice(0, count)
    .map((line) => line.trimEnd().slice(0, COLUMNS_MAX));
}
