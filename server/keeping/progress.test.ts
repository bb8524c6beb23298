import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { longLog } from '../bench/long-log.ts';
import { steeredClock } from '../clock.ts';
import { LIMITS } from '../door/limits.ts';
import { openRoom } from '../room.ts';
import { createProgress } from './progress.ts';

afterEach(() => void vi.restoreAllMocks());

it('says every two seconds how far it is, how fast, and what is left; of what is done sooner it says nothing', () => {
  const said: string[] = [];
  let at = 5_000;
  const progress = createProgress({
    ...{ what: 'the log is read', total: 100_000, now: () => at },
    tell: (message) => void said.push(message),
  });
  for (let records = 1; records <= 19_968; records += 1) {
    progress.reached(records);
    if (records % 10 === 0) at += 1;
  }
  expect(said).toEqual([]);
  for (let records = 19_969; records <= 45_000; records += 1) {
    progress.reached(records);
    if (records % 10 === 0) at += 1;
  }
  expect(said).toEqual([
    'the log is read: 20,032 of about 100,000 records, 10,000 a second, about 8 s left',
    'the log is read: 40,064 of about 100,000 records, 10,001 a second, about 6 s left',
  ]);
});

it('of a sale with a long log the start and what follows it say how far they are', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'rostrum-progress-'));
  try {
    await longLog(join(dir, 'log'), 2_000);
    const said: string[] = [];
    // As if every look took a second: the log would have to be a million records long otherwise.
    let at = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => {
      at += 1_000;
      return at;
    });
    const room = await openRoom(
      {
        ...{ id: 'bench', dir, clock: steeredClock(Date.now()), limits: LIMITS },
        secrets: { secret: Buffer.alloc(32, 7), signingKey: generateKeyPairSync('ed25519').privateKey },
        ...{ send: () => {}, refuse: () => {}, published: () => {}, warn: () => {} },
        fault: (cause) => expect.unreachable(String(cause)),
        tell: (message) => void said.push(message),
      },
      null,
    );
    await room.indexed;
    await room.close();
    const [first = ''] = said;
    expect(first).toMatch(/^the log is read: [\d,]+ of about [\d,]+ records, [\d,]+ a second, about \d+ s left$/);
    expect(said.some((message) => message.startsWith('receipts and stories follow: '))).toBe(true);
  } finally {
    await rm(dir, { recursive: true });
  }
});
