/** The read-only audience: one sale's ticks and words as Server-Sent Events, resumable, bounded. It never slows the sale. */
import type { ServerResponse } from 'node:http';
import type { Limits } from '../door/limits.ts';
import { HttpFault } from './reply.ts';

export type Feed = {
  /** Passes on what was said, as JSON. `seq` rises, or stays for several words of one record; an id is `seq.n`. */
  say(kind: 'tick' | 'sale', seq: number, json: string): void;
  /** Attaches a reader. `lastEventId` is what it saw last; `snapshot` is sent instead when that is too long ago. */
  attach(response: ServerResponse, lastEventId: string | undefined, snapshot: () => Snapshot): void;
  readonly readers: number;
  close(): void;
};

export const FEED_TYPE = 'text/event-stream; charset=utf-8';
const KEEP_ALIVE_MS = 15_000;
/** A snapshot stands after every word of its record. */
const SNAPSHOT_N = 999_999;

/** The whole sale, as it stood with this record. */
type Snapshot = { readonly seq: number; readonly json: string };
type Place = { readonly seq: number; readonly n: number };
type Word = Place & { readonly kind: 'tick' | 'sale'; readonly json: string };

export function createFeed(limits: Limits, firstSeq: number): Feed {
  const readers = new Set<ServerResponse>();
  const kept: Word[] = [];
  // What was said up to and with this word can no longer be said again from here.
  let forgotten: Place = { seq: firstSeq, n: SNAPSHOT_N };
  const keepAlive = setInterval(() => {
    for (const reader of readers) write(reader, ': still here\n\n');
  }, KEEP_ALIVE_MS);
  keepAlive.unref();

  function write(reader: ServerResponse, text: string): void {
    reader.write(text);
    if (reader.writableLength > limits.feedPendingBytesMax) {
      readers.delete(reader);
      reader.destroy();
    }
  }

  return {
    say(kind, seq, json) {
      const before = kept.at(-1);
      const n = before?.seq === seq ? before.n + 1 : 0;
      const word: Word = { seq, n, kind, json };
      kept.push(word);
      if (kept.length > limits.feedKept) forgotten = kept.shift() ?? forgotten;
      if (readers.size === 0) return;
      const text = textOf(word);
      for (const reader of readers) write(reader, text);
    },
    attach(response, lastEventId, snapshot) {
      const seen = placeOf(lastEventId);
      if (readers.size >= limits.feedClientsMax)
        throw new HttpFault(503, 'overloaded', 'The feed has as many readers as it takes; try again later.', 5_000);
      response.writeHead(200, {
        'content-type': FEED_TYPE,
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      readers.add(response);
      response.on('close', () => readers.delete(response));
      if (seen === null || isAfter(forgotten, seen) || seen.seq > (kept.at(-1) ?? forgotten).seq) {
        const { seq, json } = snapshot();
        write(response, `id: ${seq}.${SNAPSHOT_N}\nevent: snapshot\ndata: ${json}\n\n`);
      } else for (const word of kept) if (isAfter(word, seen)) write(response, textOf(word));
    },
    get readers() {
      return readers.size;
    },
    close() {
      clearInterval(keepAlive);
      for (const reader of readers) reader.end();
    },
  };
}

function textOf({ seq, n, kind, json }: Word): string {
  return `id: ${seq}.${n}\nevent: ${kind}\ndata: ${json}\n\n`;
}

function placeOf(id: string | undefined): Place | null {
  const parts = /^(\d{1,15})\.(\d{1,6})$/.exec(id ?? '');
  return parts === null ? null : { seq: Number(parts[1]), n: Number(parts[2]) };
}

function isAfter(a: Place, b: Place): boolean {
  return a.seq > b.seq || (a.seq === b.seq && a.n > b.n);
}
