/** The rows as a table for people: one line a figure on the terminal, one table a row in Markdown. */
import { median, type RowResult } from './row.ts';

export function printRow(result: RowResult): string {
  const lines = [`\n${result.row}`];
  for (const { name, value, floor, spread } of figuresOf(result))
    lines.push(`  ${name.padEnd(34)} ${value.padStart(12)}   floor ${floor.padStart(12)}   spread ${spread}`);
  for (const [name, ratio] of Object.entries(result.ratio))
    lines.push(`  ${`${name} over its floor`.padEnd(34)} ${number(ratio).padStart(12)}`);
  for (const { goal, value, met } of result.goals) lines.push(`  ${WORDS[`${met}`]}  ${goal} (${number(value)})`);
  for (const note of [...result.notes, ...whyOf(result)]) lines.push(`  - ${note}`);
  return lines.join('\n');
}

function whyOf({ goals, why }: RowResult): readonly string[] {
  return goals.some(({ met }) => met === false) ? (why ?? []) : [];
}

const WORDS: Readonly<Record<string, string>> = { true: 'met    ', false: 'NOT MET', null: 'not judged' };

export function markdownRow(result: RowResult): string {
  const lines = [`## \`${result.row}\``, '', '| figure | median | floor | spread |', '|---|--:|--:|--:|'];
  for (const { name, value, floor, spread } of figuresOf(result))
    lines.push(`| ${name} | ${value} | ${floor} | ${spread} |`);
  lines.push('');
  for (const [name, ratio] of Object.entries(result.ratio)) lines.push(`- ${name}: **${number(ratio)}** of its floor`);
  for (const { goal, value, met } of result.goals)
    lines.push(`- ${met === true ? 'met' : met === false ? '**not met**' : 'not judged'}: ${goal} (${number(value)})`);
  for (const note of [...result.notes, ...whyOf(result)]) lines.push(`- ${note}`);
  return lines.join('\n');
}

type Line = { readonly name: string; readonly value: string; readonly floor: string; readonly spread: string };

function figuresOf(result: RowResult): Line[] {
  const names = new Set([...Object.keys(result.figures), ...Object.keys(result.floor)]);
  return [...names].map((name) => {
    const spread = result.spread[name];
    return {
      name,
      value: of(result.figures[name]),
      floor: of(result.floor[name]),
      spread: spread === undefined ? '' : `${(spread * 100).toFixed(0)} %`,
    };
  });
}

function of(values: readonly number[] | undefined): string {
  return values === undefined ? '' : number(median(values));
}

export function number(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-GB');
  return String(Number(value.toPrecision(3)));
}
