import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { smallSale } from '../stage/sales.ts';
import { openStage } from '../stage/stage.ts';
import { run as keys } from './keys.ts';
import { run as sale } from './sale.ts';
import { run as users } from './users.ts';

describe('the operator’s verbs', () => {
  let dir = '';
  let said = '';
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'rostrum-cli-'));
    said = '';
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        said += String(text);
        return true;
      });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(dir, { recursive: true, force: true });
  });
  const typed = (line: string) =>
    vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([`${line}\n`]) as never);

  it('add a person, with a password that is nowhere to be read, in a file for its owner only', async () => {
    typed('correct horse');
    expect(await users(['add', 'anna', '--role', 'bidder', '--data', dir])).toBe(0);
    expect(await users(['list', '--data', dir])).toBe(0);
    expect(said).toMatch(/"id":"anna".*"hasPassword":true/);
    expect(said).not.toMatch(/argon2|correct/);
    expect((await stat(join(dir, 'users.json'))).mode & 0o777).toBe(0o600);
    typed('short');
    expect(await users(['reset', 'anna', '--data', dir])).toBe(1);
    expect(said).toMatch(/8 to 256 characters/);
    expect(await users(['suspend', 'nobody', '--reason', 'x', '--data', dir])).toBe(1);
  });

  it('show public keys and no seeds, and rotate', async () => {
    expect(await keys(['show', '--data', dir])).toBe(0);
    const before = /signing +(A\w+)/.exec(said)?.[1];
    expect(said).not.toMatch(/\bS[OAU][A-Z2-7]{50}/);
    expect(await keys(['rotate', '--data', dir])).toBe(0);
    said = '';
    await keys(['show', '--data', dir]);
    expect(/signing +(A\w+)/.exec(said)?.[1]).not.toBe(before);
  });

  it('import a catalogue, and name the cell that is wrong', async () => {
    const file = join(dir, 'lots.csv');
    const named = ['--id', 'c1', '--title', 'Chairs', '--currency', 'GBP', '--data', dir];
    await writeFile(
      file,
      'number,title,opening,low,high\n1,"A chair, ""good""","1,250.00",1500,2000\n2,Another,10.5,,\n',
    );
    expect(await sale(['import', file, ...named])).toBe(0);
    expect(await sale(['list', '--data', dir])).toBe(0);
    expect(said).toMatch(/"id":"c1","title":"Chairs","lots":2/);
    expect(await sale(['import', file, ...named])).toBe(1);
    for (const [text, cell] of [
      ['title,opening\nA,12.345\n', 'B2'],
      ['title,opening\nA,10\nB,x\n', 'B3'],
      ['title,opening\n,10\n', 'A2'],
      ['title,opening,colour\nA,1,red\n', 'C1'],
      ['title,opening\n"A,10\n', 'row 2'],
      ['title,opening,format\nA,10,timed\n', 'timed lot needs'],
      ['title,opening\nA\u202eB,10\n', 'A2: has characters'],
      ['title,opening,low\nA,x,y\n', 'B2: "x" is no amount of GBP; C2: "y"'],
    ] as const) {
      said = '';
      await writeFile(file, text);
      expect(await sale(['import', file, ...named.with(1, 'c2')])).toBe(1);
      expect(said).toContain(cell);
    }
  });

  it('speak to a house that runs', async () => {
    const stage = await openStage({ port: 4374, dir, sales: [smallSale('s1')] });
    try {
      typed('correct horse');
      expect(await users(['add', 'anna', '--role', 'bidder', '--data', dir])).toBe(0);
      await stage.register('s1', 'anna');
      const anna = await stage.desk('anna');
      expect(await users(['suspend', 'anna', '--reason', 'unpaid', '--data', dir])).toBe(0);
      await anna.line.closed;
      expect(await users(['reinstate', 'anna', '--data', dir])).toBe(0);
      const file = join(dir, 'sale.json');
      await writeFile(file, JSON.stringify(smallSale('s2')));
      expect(await sale(['import', file, '--data', dir])).toBe(0);
      expect([...stage.house.rooms.keys()]).toEqual(['s1', 's2']);
      expect(await keys(['rotate', '--data', dir])).toBe(0);
      expect((await stat(join(dir, 'run', 'house.sock'))).mode & 0o777).toBe(0o600);
    } finally {
      await stage.house.stop();
    }
  });
});
