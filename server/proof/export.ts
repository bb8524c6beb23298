/** The public log as a file that a stranger can check (ADR 0015): lines, one at a time, in constant memory. */
import { createPublicKey, hash, type KeyObject, sign } from 'node:crypto';
import type { LogRecord } from '../../protocol/event.ts';
import { type ExportLine, headText } from '../../protocol/log.ts';
import type { LogHead } from '../../protocol/wire.ts';
import { hexOf } from './keeper.ts';
import { createTree, leafHash } from './tree.ts';
import { createVeil } from './veil.ts';

export type ExportInput = {
  readonly sale: string;
  readonly secret: Buffer;
  readonly signingKey: KeyObject;
  /** Twice the whole log: once for its records, once for what may be opened at its end. */
  readonly records: () => Iterable<LogRecord>;
  readonly at: number;
};

/** A head for every so many records: a wrong record is named to within this many when nothing else tells. */
export const RECORDS_A_HEAD = 64;
/** What the chain of the file begins with. */
export const CHAIN_START = '\0'.repeat(32);

export function* exportPublicLog({ sale, secret, signingKey, records, at }: ExportInput): Generator<string, void> {
  const veil = createVeil(secret);
  // Finished chunks are never asked for again: only the root at the right edge is read here.
  const tree = createTree(() => []);
  const heads: LogHead[] = [];
  const key = publicKeyText(signingKey);
  yield text({ rostrum: 'public-log', version: 1, sale, key, exportedAt: at });
  let chain = CHAIN_START;
  for (const record of records()) {
    veil.learn(record);
    const line = JSON.stringify(veil.record(record));
    const leaf = leafHash(line);
    tree.add(leaf);
    chain = hash('sha256', Buffer.from(chain + leaf, 'latin1'), 'binary');
    yield `{"record":${line},"chain":"${hexOf(chain)}"}`;
    if (tree.size % RECORDS_A_HEAD === 0) heads.push(headOf());
  }
  if (tree.size % RECORDS_A_HEAD !== 0) heads.push(headOf());
  let openings = 0;
  for (const record of records()) {
    if (record.seq > tree.size) break;
    for (const opening of veil.openings(record, false)) {
      openings += 1;
      yield text({ opening });
    }
  }
  for (const head of heads) yield text({ head });
  yield text({ end: { records: tree.size, openings, heads: heads.length } });

  function headOf(): LogHead {
    const unsigned = { size: tree.size, root: hexOf(tree.root()), at };
    return { ...unsigned, signature: sign(null, Buffer.from(headText(sale, unsigned)), signingKey).toString('base64') };
  }
}

/** The house's public key as people pass it on: base64 of the 32 raw bytes. */
export function publicKeyText(key: KeyObject): string {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return Buffer.from(x, 'base64url').toString('base64');
}

function text(line: ExportLine): string {
  return JSON.stringify(line);
}
