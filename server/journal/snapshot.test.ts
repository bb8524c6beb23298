import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { nodeDisk } from './disk.ts';
import { readSnapshots, writeSnapshot } from './snapshot.ts';

it('keeps two, reads the newest first, and passes over one that is not sound', async () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'rostrum-snapshot-'));
  try {
    for (const seq of [10, 20, 30])
      await writeSnapshot(nodeDisk, dir, {
        claim: { seq, hash: 'h'.repeat(32) },
        sections: new Map([
          ['core', Buffer.from(`é${seq}`)],
          ['proof', Buffer.from('{}')],
        ]),
      });
    const warnings: string[] = [];
    const read = () => [...readSnapshots(nodeDisk, dir, (message) => warnings.push(message))];
    expect(
      read().map(({ claim, sections }) => [claim.seq, String(sections.get('core')), String(sections.get('proof'))]),
    ).toEqual([
      [30, 'é30', '{}'],
      [20, 'é20', '{}'],
    ]);
    const newest = path.join(dir, fs.readdirSync(dir).sort().at(-1) ?? '');
    const bytes = fs.readFileSync(newest);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    fs.writeFileSync(newest, bytes);
    expect(read().map(({ claim }) => claim.seq)).toEqual([20]);
    expect(warnings).toHaveLength(1);
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
});
