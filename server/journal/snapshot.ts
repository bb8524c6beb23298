/**
 * Snapshots of a sale's state beside its log (ADR 0016): written aside, synced, renamed, two kept. A snapshot names the record
 * and the frame hash that it stands on, so that one of another log is refused. Knows no rules: sections are bytes.
 */
import { createHash, hash } from 'node:crypto';
import path from 'node:path';
import { type Disk, writeAsideLater } from './disk.ts';
import type { Claim } from './recovery.ts';

export type Snapshot = { readonly claim: Claim; readonly sections: ReadonlyMap<string, Uint8Array> };

const SNAPSHOTS_KEPT = 2;
const MAGIC = 'RSTRSNP1';

/** Encodes at once what it is given, and writes it without holding the event loop: it may be tens of megabytes. */
export async function writeSnapshot(disk: Disk, dir: string, { claim, sections }: Snapshot): Promise<void> {
  const head = JSON.stringify({
    seq: claim.seq,
    hash: Buffer.from(claim.hash, 'latin1').toString('hex'),
    sections: [...sections].map(([name, bytes]) => [name, bytes.length]),
  });
  // Piece by piece: the whole in one would be there a second time.
  const pieces = [Buffer.from(`${MAGIC}${head}\n`), ...sections.values()];
  const seal = createHash('sha256');
  for (const bytes of pieces) seal.update(bytes);
  await writeAsideLater(disk, path.join(dir, nameOf(claim.seq)), [...pieces, seal.digest()]);
  for (const old of snapshotNames(disk, dir).slice(SNAPSHOTS_KEPT)) disk.remove(path.join(dir, old));
}

/** Newest first. One that is not sound is passed over with a word: the log has everything, a snapshot only saves time. */
export function* readSnapshots(disk: Disk, dir: string, onWarn: (message: string) => void): Generator<Snapshot, void> {
  for (const name of snapshotNames(disk, dir)) {
    const file = path.join(dir, name);
    const snapshot = parse(disk.read(file, 0, disk.size(file)));
    if (snapshot === null) onWarn(`snapshot ${name} is not sound and is passed over`);
    else yield snapshot;
  }
}

function parse(bytes: Buffer): Snapshot | null {
  const content = bytes.subarray(0, -32);
  if (bytes.length < 64 || !hash('sha256', content, 'buffer').equals(bytes.subarray(-32))) return null;
  const headEnd = content.indexOf(10);
  if (content.toString('latin1', 0, 8) !== MAGIC || headEnd < 0) return null;
  const head: { seq: number; hash: string; sections: [string, number][] } = JSON.parse(
    content.toString('utf8', 8, headEnd),
  );
  const sections = new Map<string, Uint8Array>();
  let at = headEnd + 1;
  for (const [name, length] of head.sections) {
    sections.set(name, content.subarray(at, at + length));
    at += length;
  }
  return { claim: { seq: head.seq, hash: Buffer.from(head.hash, 'hex').toString('latin1') }, sections };
}

function nameOf(seq: number): string {
  return `${String(seq).padStart(16, '0')}.snapshot`;
}
function snapshotNames(disk: Disk, dir: string): string[] {
  return disk
    .list(dir)
    .filter((name) => /^\d{16}\.snapshot$/.test(name))
    .reverse();
}
