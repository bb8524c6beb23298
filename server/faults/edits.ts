/**
 * The campaign on a log that somebody changed: one record in the middle says another amount or time, with every checksum mended. Only
 * the chain can tell; the start must refuse and name the record.
 */
import fs from 'node:fs';
import path from 'node:path';
import { type Frame, readFrame, writeFrame } from '../journal/frame.ts';
import { SEGMENT_HEADER_BYTES } from '../journal/segment.ts';
import { createRandom, type Random } from '../sim/random.ts';
import { type Row, within } from './rounds.ts';
import { type FaultControl, startVictim } from './watch.ts';

const RECORDS_MIN = 600;

export function editRounds(rounds: number, control: FaultControl, seed = 1): Promise<Row> {
  return within(async (dir) => {
    const random = createRandom(seed);
    const told = new Map<number, string>();
    const wrong: string[] = [];
    const whole = path.join(dir, 'log');
    const writer = startVictim(whole, seed, 'none', told);
    await writer.untilTold(RECORDS_MIN);
    writer.kill();
    await writer.ended;
    wrong.push(...writer.faults);
    let found = 0;
    for (let round = 1; round <= rounds && wrong.length === 0; round += 1) {
      const copy = path.join(dir, 'copy');
      fs.rmSync(copy, { recursive: true, force: true });
      fs.cpSync(whole, copy, { recursive: true });
      fs.rmSync(path.join(copy, 'lock'), { recursive: true, force: true });
      const seq = editOne(copy, random);
      const victim = startVictim(copy, seed * 1000 + round, control, new Map());
      await Promise.race([victim.untilTold(1), victim.ended]);
      victim.kill();
      const { status } = await victim.ended;
      const said = victim.faults.join();
      if (status === 0 || status === null) wrong.push(`record ${seq} was changed, and the log was opened`);
      // The link to a record stands in the one after it.
      else if (!said.includes(`seq ${seq + 1}: the chain`))
        wrong.push(`record ${seq} was changed, and it says ${said}`);
      else found += 1;
    }
    return { what: 'a record edited, its checksums mended', control, rounds, told: told.size, found, wrong };
  });
}

/** Changes one digit of a record, any but the last of the log, and answers its seq. */
function editOne(dir: string, random: Random): number {
  const names = fs.readdirSync(dir).filter((name) => name.endsWith('.log'));
  const name = random.pick(names.slice(0, -1));
  const bytes = fs.readFileSync(path.join(dir, name));
  const frames: Frame[] = [];
  for (let offset = SEGMENT_HEADER_BYTES; offset < bytes.length; ) {
    const frame = readFrame(bytes, offset);
    if ('problem' in frame) throw new Error(`the log is not sound before it is changed: ${frame.problem}`);
    frames.push(frame);
    offset = frame.end;
  }
  // The link to a segment's last record stands in the header of the next one, which is another check.
  const frame = random.pick(frames.slice(0, -1));
  const json = frame.payload.toString('utf8');
  const changed = json.replace(/("(?:amountMinor|at)":\d*)(\d)/, (_, lead: string, digit: string) => {
    return `${lead}${(Number(digit) + 1) % 10}`;
  });
  writeFrame(bytes, frame.offset, frame.seq, frame.durable, frame.previous, changed);
  fs.writeFileSync(path.join(dir, name), bytes);
  return frame.seq;
}
