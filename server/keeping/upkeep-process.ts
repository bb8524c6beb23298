/** The process of upkeep.ts: does one task and says how it went. A snapshot is made from the last one and the records since. */
import { createPrivateKey } from 'node:crypto';
import { nodeDisk } from '../journal/disk.ts';
import { openLogReader } from '../journal/reader.ts';
import { scrub } from '../journal/recovery.ts';
import { advance, save, standings } from './saved.ts';
import type { UpkeepDone, UpkeepTask } from './upkeep.ts';
import { giveWay } from './yielding.ts';

async function run(task: UpkeepTask): Promise<UpkeepDone> {
  if (task.kind === 'scrub') return { ok: true, records: scrub(nodeDisk, task.logDir, task.seq) };
  // Nobody waits for a snapshot; a start may wait for a scrub.
  giveWay();
  const { logDir, claim } = task;
  const reader = openLogReader(logDir);
  const input = {
    sale: task.sale,
    secret: Buffer.from(task.secret),
    signingKey: createPrivateKey({ key: Buffer.from(task.signingKey), format: 'der', type: 'pkcs8' }),
    recordsFrom: reader.records,
  };
  for (const standing of standings(input, logDir, () => {})) {
    if (standing.claim.seq > claim.seq || !holds(standing.claim, reader)) continue;
    let records = 0;
    for (const record of reader.records(standing.claim.seq + 1)) {
      if (record.seq > claim.seq) break;
      advance(standing, record);
      records += 1;
    }
    await save(logDir, { ...standing, claim });
    return { ok: true, records };
  }
  return { ok: false, why: 'there is nothing to begin from' };
}

/** Whether the record after the one that was saved follows it. */
function holds(claim: { readonly seq: number; readonly hash: string }, reader: ReturnType<typeof openLogReader>) {
  if (claim.seq === 0) return true;
  for (const frame of reader.frames(claim.seq + 1)) return frame.previous === claim.hash;
  return false;
}

async function attempt(task: UpkeepTask): Promise<UpkeepDone> {
  try {
    return await run(task);
  } catch (cause) {
    return { ok: false, why: cause instanceof Error ? cause.message : String(cause) };
  }
}
// A terminal's Ctrl-C is for the house, which ends this by itself. A house that is gone needs nothing more of it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
process.once('disconnect', () => process.exit());
process.once('message', async (task: UpkeepTask) => {
  const done = await attempt(task);
  process.send?.(done, () => process.exit());
});
