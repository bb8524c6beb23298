/**
 * `rostrum verify`: a public log checked by somebody who knows nothing but the house's public key. Shares no code with the house
 * except the rules and the shapes of `protocol/`. Streams the file twice: for what was opened, and to check.
 */
import type { ExportLine, Opening, PublicRecord, Receipt } from '../../protocol/log.ts';
import type { LogHead } from '../../protocol/wire.ts';
import {
  commitmentOf,
  createRoots,
  isConsistent,
  isSigned,
  leafOf,
  linkOf,
  publicKeyOf,
  rootOfInclusion,
} from './merkle.ts';
import { createReplay } from './replay.ts';

export type VerifyInput = {
  /** The lines of the export, from the start each time it is called. */
  readonly lines: () => AsyncIterable<string> | Iterable<string>;
  /** The house's public key, base64; got from somewhere else than the file. */
  readonly key: string;
  readonly heads?: readonly LogHead[];
  readonly receipts?: readonly Receipt[];
};

/** A wrong record: `seq` exactly, or somewhere in `[seq, lastSeq]`. */
export type Wrong = { readonly seq: number; readonly lastSeq: number; readonly what: string };

export type Verdict = {
  readonly ok: boolean;
  readonly sale: string;
  readonly records: number;
  readonly judged: number;
  readonly notYet: number;
  readonly onTheirWord: number;
  readonly heads: number;
  readonly receipts: number;
  /** In order of seq; the first is where the log leaves the truth. */
  readonly wrong: readonly Wrong[];
};

const WRONG_MAX = 20;

export async function verifyLog({ lines, key, heads = [], receipts = [] }: VerifyInput): Promise<Verdict> {
  const publicKey = publicKeyOf(key);
  const wrong: Wrong[] = [];
  const exact = (seq: number, what: string) => {
    if (wrong.length < WRONG_MAX) wrong.push({ seq, lastSeq: seq, what });
  };
  const roots = createRoots();
  const survey = await read(lines);
  const replay = createReplay(survey.values, survey.openLots);
  const sale = survey.sale;
  if (sale === null) return verdict([{ seq: 1, lastSeq: 1, what: 'the file does not begin as a public log' }]);
  if (survey.badLine !== null) exact(survey.badLine, 'a line is not readable');
  const { sound, outside } = sortHeads([...survey.heads, ...heads, ...receipts.flatMap(headOf)]);

  const receiptLines = new Map(receipts.flatMap((receipt) => (receipt.inLog ? [[receipt.seq, receipt] as const] : [])));
  let chain: Uint8Array = Buffer.alloc(32);
  let goodSize = 0;
  // Openings stand after the records: a file that was cut has lost them, and cannot be judged, only found short.
  let isReplaying = survey.end !== null;
  let at = 0;
  for await (const text of lines()) {
    const parsed = parse(text);
    if (parsed === null || !('record' in parsed)) continue;
    const { record } = parsed;
    const due = roots.size() + 1;
    if (record.seq !== due) {
      exact(due, `record ${record.seq} stands where ${due} is due`);
      break;
    }
    if (record.at < at) exact(due, 'time goes backwards');
    at = record.at;
    const line = JSON.stringify(record);
    const leaf = leafOf(line);
    const link = linkOf(chain, leaf);
    if (link.toString('hex') !== parsed.chain) exact(due, 'the chain does not hold');
    chain = Buffer.from(parsed.chain, 'hex');
    roots.add(leaf);
    const receipt = receiptLines.get(due);
    if (receipt !== undefined && receipt.line !== line)
      exact(due, `it is not the record that the receipt of ${receipt.id} was given for`);
    if (isReplaying) {
      const problem = tryTake(record);
      if (problem !== null) exact(due, problem);
      isReplaying = problem === null;
    }
    const signed = sound.get(due);
    if (signed === undefined) continue;
    const root = roots.root();
    if (signed.every((head) => head.root === root)) goodSize = due;
    else {
      wrong.push({
        seq: goodSize + 1,
        lastSeq: due,
        what: `the root of the first ${due} records is not the one that the house signed`,
      });
      break;
    }
  }
  const size = roots.size();
  for (const head of outside)
    exact(size + 1, `a head over ${head.size} records has a signature that is not the house's`);
  const largest = Math.max(0, ...sound.keys());
  if (largest > size && wrong.length === 0)
    exact(size + 1, `records are missing: the house signed a log of ${largest}`);
  if (survey.end === null) exact(size + 1, 'the file has no end');
  else if (survey.end.records !== size && wrong.length === 0)
    exact(size + 1, `the file says that it has ${survey.end.records} records`);
  if (wrong.length === 0 && goodSize < size)
    wrong.push({ seq: goodSize + 1, lastSeq: size, what: 'no signed head covers the last records' });
  for (const receipt of receipts) {
    const problem = checkReceipt(receipt);
    if (problem !== null) exact(receipt.inLog ? receipt.seq : 0, problem);
  }
  return verdict(wrong);

  function tryTake(record: PublicRecord): string | null {
    try {
      return replay.take(record);
    } catch (cause) {
      return `the rules cannot take it: ${cause instanceof Error ? cause.message : String(cause)}`;
    }
  }

  function sortHeads(all: readonly LogHead[]) {
    const kept = new Map<number, LogHead[]>();
    const refused: LogHead[] = [];
    for (const head of all) {
      if (sale === null || !isSigned(sale, head, publicKey)) refused.push(head);
      else if (head.size > 0) kept.set(head.size, [...(kept.get(head.size) ?? []), head]);
    }
    return { sound: kept, outside: refused };
  }

  function checkReceipt(receipt: Receipt): string | null {
    if (!receipt.inLog)
      return `the receipt of ${receipt.id} says that it is not in the log: nothing can be proven of it`;
    if (receipt.sale !== sale) return `the receipt of ${receipt.id} is of sale ${receipt.sale}`;
    const { proof, head } = receipt;
    if (proof.leafIndex !== receipt.seq - 1 || proof.size !== head.size)
      return `the receipt of ${receipt.id} does not fit its own head`;
    if (rootOfInclusion(leafOf(receipt.line), proof) !== head.root)
      return `the receipt of ${receipt.id} is not in the log that its head signs`;
    const { consistency } = receipt;
    const older = consistency === null ? undefined : sound.get(consistency.fromSize)?.[0];
    if (consistency !== null && older !== undefined && !isConsistent(consistency, older.root, head.root))
      return `the head of the receipt of ${receipt.id} does not go on from an older one`;
    return null;
  }

  function verdict(found: Wrong[]): Verdict {
    // One that is named exactly goes before a stretch that holds it.
    found.sort((a, b) => a.lastSeq - b.lastSeq || b.seq - a.seq);
    return {
      ok: found.length === 0,
      sale: sale ?? '',
      records: roots.size(),
      judged: replay.judged,
      notYet: replay.notYet,
      onTheirWord: replay.onTheirWord,
      heads: survey.heads.length + heads.length,
      receipts: receipts.length,
      wrong: found,
    };
  }
}

type Survey = {
  sale: string | null;
  badLine: number | null;
  /** By `seq commitment`. An opening that opens nothing is harmless. */
  values: Map<string, number>;
  openLots: Set<string>;
  heads: LogHead[];
  end: { readonly records: number } | null;
};

async function read(lines: VerifyInput['lines']): Promise<Survey> {
  const survey: Survey = { sale: null, badLine: null, values: new Map(), openLots: new Set(), heads: [], end: null };
  let seq = 1;
  for await (const text of lines()) {
    const line = parse(text);
    if (line === null) {
      if (text !== '') survey.badLine ??= seq;
    } else if ('rostrum' in line) survey.sale ??= line.sale;
    else if ('record' in line) {
      seq += 1;
      noteLots(line.record, survey.openLots);
    } else if ('opening' in line) note(line.opening, survey.values);
    else if ('head' in line) survey.heads.push(line.head);
    else if ('end' in line) survey.end = line.end;
  }
  return survey;
}

function note({ seq, salt, value }: Opening, values: Map<string, number>): void {
  values.set(`${seq} ${commitmentOf(salt, value)}`, value);
}

function noteLots(record: PublicRecord, open: Set<string>): void {
  for (const event of record.events) {
    if (event.type === 'SaleCreated') for (const lot of event.sale.lots) open.add(lot.lotId);
    else if (event.type === 'LotSold' || event.type === 'LotPassed' || event.type === 'LotWithdrawn')
      open.delete(event.lot);
    else if (event.type === 'LotReopened') open.add(event.lot);
  }
}

function headOf(receipt: Receipt): LogHead[] {
  return receipt.inLog ? [receipt.head] : [];
}

function parse(text: string): ExportLine | null {
  try {
    const value: unknown = JSON.parse(text);
    return isLine(value) ? value : null;
  } catch {
    return null;
  }
}

function isLine(value: unknown): value is ExportLine {
  if (typeof value !== 'object' || value === null) return false;
  if ('record' in value) {
    const { record } = value;
    return (
      typeof record === 'object' &&
      record !== null &&
      'seq' in record &&
      'events' in record &&
      Array.isArray(record.events) &&
      'chain' in value &&
      typeof value.chain === 'string'
    );
  }
  return 'rostrum' in value || 'opening' in value || 'head' in value || 'end' in value;
}
