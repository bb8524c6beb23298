import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDocument } from './document.ts';
import { openPending, openSettings, SETTINGS_EMPTY } from './settings.ts';

let folder: string;
let warnings: string[];
const warn = (sentence: string) => void warnings.push(sentence);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'document-'));
  warnings = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const options = (path = join(folder, 'a', 'x.json')) => ({
  path,
  schema: v.object({ names: v.array(v.string()) }),
  empty: { names: [] },
  // Version 1 had one name; version 2 has a list.
  migrations: [
    (old: unknown) => ({ name: String(old) }),
    (old: unknown) => ({ names: [(old as { name: string }).name] }),
  ],
  warn,
});

describe('a kept document', () => {
  it('comes back, is only for its owner, and leaves nothing beside it', async () => {
    const document = openDocument(options());
    await document.set({ names: ['a'] });
    expect(openDocument(options()).get()).toEqual({ names: ['a'] });
    expect(readdirSync(join(folder, 'a'))).toEqual(['x.json']);
  });

  it('is on the disk when the promise resolves, and the last of many values wins', async () => {
    const document = openDocument(options());
    const read = () => JSON.parse(readFileSync(options().path, 'utf8')).value.names[0];
    await document.set({ names: ['first'] });
    expect(read()).toBe('first');
    const all = [...Array(20).keys()].map((n) => document.set({ names: [`n${n}`] }));
    await all[0];
    expect(read()).toMatch(/^n/);
    await all[19];
    expect(read()).toBe('n19');
    await document.settled();
  });

  it('is migrated step by step from an old version', () => {
    const path = join(folder, 'old.json');
    writeFileSync(path, JSON.stringify({ version: 0, value: 'ann' }));
    expect(openDocument(options(path)).get()).toEqual({ names: ['ann'] });
  });

  it.each([
    ['cut short', '{"version":2,"val'],
    ['of another shape', '{"version":2,"value":{"names":[1]}}'],
    ['newer than this desk', '{"version":3,"value":{"names":[]}}'],
    ['no envelope', '[]'],
  ])('that is %s is moved aside and told', (_name, text) => {
    const path = join(folder, 'bad.json');
    writeFileSync(path, text);
    expect(openDocument(options(path)).get()).toEqual({ names: [] });
    expect(readFileSync(`${path}.unreadable`, 'utf8')).toBe(text);
    expect(existsSync(path)).toBe(false);
    expect(warnings).toHaveLength(1);
  });

  it('says so when it cannot be written', async () => {
    const document = openDocument(options());
    rmSync(join(folder, 'a'), { recursive: true });
    await expect(document.set({ names: ['x'] })).rejects.toThrow('ENOENT');
    await document.settled();
    expect(warnings).toHaveLength(1);
  });
});

describe('what the desk keeps', () => {
  it('settings: a house that is none is not taken', () => {
    const path = join(folder, 'settings.json');
    writeFileSync(path, JSON.stringify({ version: 0, value: { ...SETTINGS_EMPTY, house: 'http://evil.example' } }));
    expect(openSettings(path, warn).get()).toEqual(SETTINGS_EMPTY);
  });
  it('pending ids survive', async () => {
    const path = join(folder, 'pending.json');
    await openPending(path, warn).set(['a', 'b']);
    expect(openPending(path, warn).get()).toEqual(['a', 'b']);
  });
});
