/** The proof must find what it is there for: a lost acknowledgement, a changed seq, a changed outcome. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openJournal } from '../journal/file.ts';
import { acks } from './load/acks.ts';
import { longLog } from './long-log.ts';
import { proveDurable } from './proof.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rostrum-proof-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** A log, and what was truly acknowledged of it. */
async function told(): Promise<{ bid: number; seq: number; outcome: number }[]> {
  await longLog(join(dir, 'log'), 300);
  const journal = await openJournal({ dir: join(dir, 'log') });
  const all: { bid: number; seq: number; outcome: number }[] = [];
  for await (const { seq, events } of journal.read(1))
    for (const event of events)
      if (event.type === 'BidAccepted' || event.type === 'BidRejected')
        all.push({ bid: Number(event.id.slice('long-'.length)), seq, outcome: event.type === 'BidAccepted' ? 0 : 1 });
  await journal.close();
  return all;
}

async function prove(all: readonly { bid: number; seq: number; outcome: number }[]) {
  const ledger = acks();
  for (const { bid, seq, outcome } of all) ledger.add(bid, seq, outcome);
  const acksPath = join(dir, 'acks');
  ledger.write(acksPath);
  return proveDurable(join(dir, 'log'), [{ acksPath, idPrefix: 'long-' }]);
}

it('finds nothing lost in a log that holds everything', async () => {
  const all = await told();
  expect(all.length).toBeGreaterThan(200);
  expect(await prove(all)).toMatchObject({ acknowledged: all.length, lost: 0, different: 0 });
});

it('finds an acknowledged bid that the log does not have', async () => {
  const all = await told();
  expect(await prove([...all, { bid: 999_999, seq: 301, outcome: 0 }])).toMatchObject({ lost: 1 });
});

it('finds a bid whose seq or outcome is another than was said', async () => {
  const [first, second, ...rest] = await told();
  if (first === undefined || second === undefined) throw new Error('the log is too short');
  const changed = [{ ...first, seq: first.seq + 1 }, { ...second, outcome: 1 - second.outcome }, ...rest];
  expect(await prove(changed)).toMatchObject({ lost: 2 });
});
