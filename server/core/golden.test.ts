/** Journals of this version, kept for the versions to come: they must fold, and decide again to the same events. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { LogRecord } from '../../protocol/event.ts';
import { RULES_VERSION } from './rules.ts';
import { emptyState, execute, fold, stateHash } from './sale.ts';

const FOLDER = new URL('./golden/', import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.jsonl'));

test('there are journals of this version', () => {
  expect(files.filter((name) => name.startsWith(`v${RULES_VERSION}-`)).length).toBeGreaterThanOrEqual(5);
});

test.each(files)('%s', (name) => {
  const lines = readFileSync(new URL(name, FOLDER), 'utf8').trim().split('\n');
  const hash = (JSON.parse(lines.pop() ?? '') as { stateHash: string }).stateHash;
  const folded = emptyState();
  const decided = emptyState();
  for (const line of lines) {
    const record: LogRecord = JSON.parse(line);
    fold(folded, record);
    if (record.rules === RULES_VERSION)
      expect(JSON.parse(JSON.stringify(execute(decided, record.command)))).toEqual(record.events);
  }
  expect(stateHash(folded)).toBe(hash);
  if (name.startsWith(`v${RULES_VERSION}-`)) expect(stateHash(decided)).toBe(hash);
});
