/** What a house refuses of a catalogue that a person wrote, with the path of the field. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCatalogue, showable } from './catalogue.ts';
import { saleOf } from './core/given.fixture.ts';
import { emptyState, execute } from './core/sale.ts';

const sale = saleOf({ extension: extension() }, [{ reserveMinor: 500 }, {}]);

function extension() {
  return { windowMs: 1, base: 'bid', addMs: 1, maxCount: null, hardEndAt: null, scope: 'lot' } as const;
}

test('a sale with known fields only is taken as it is', () => {
  expect(showable(sale, 'a.json')).toBe(sale);
});

test.each([
  ['reserveMinr', { ...sale, reserveMinr: 1 }],
  ['policies.ties', { ...sale, policies: { ...sale.policies, ties: 'room' } }],
  ['policies.extension.max', { ...sale, policies: { ...sale.policies, extension: { ...extension(), max: 2 } } }],
  ['increments.step', { ...sale, increments: { ...sale.increments, step: 1 } }],
  ['lots[1].reserveMinr', { ...sale, lots: sale.lots.map((lot, i) => (i === 1 ? { ...lot, reserveMinr: 9 } : lot)) }],
])('%s is refused by its path, where the rules alone would have ignored it', (path, misspelt) => {
  expect(() => showable(misspelt, 'a.json')).toThrow(`a.json: ${path}: is no field of a`);
  expect(execute(emptyState(), { type: 'CreateSale', at: 1, sale: misspelt })[0]?.type).toBe('SaleCreated');
});

test('the mark of UTF-8 before a file is no part of it; letters of another encoding are refused where they stand', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rostrum-catalogue-'));
  const file = join(folder, 'a.json');
  writeFileSync(file, `\ufeff${JSON.stringify(sale)}`);
  expect(await readCatalogue(file)).toEqual(sale);
  const lots = sale.lots.map((lot) => ({ ...lot, title: 'Pendule dorée' }));
  writeFileSync(file, Buffer.from(JSON.stringify({ ...sale, lots }), 'latin1'));
  await expect(readCatalogue(file)).rejects.toThrow('lots[0].title: has letters that cannot be read');
  rmSync(folder, { recursive: true });
});
