import { expect, test } from 'vitest';
import { encode } from '../../protocol/codec.ts';
import { type Link, LinkError } from './link.ts';
import { createPulseTaker } from './pace.ts';

/** A connection on which ticks come all the time and answers when the test lets them. */
function stage() {
  let nowMs = 0;
  const asked: { readonly t0: number; readonly answer: () => void; readonly fail: () => void }[] = [];
  const link = {
    request: (_subject: string, bytes: Uint8Array) =>
      new Promise<Uint8Array>((resolve, reject) => {
        const { t0 } = JSON.parse(new TextDecoder().decode(bytes)) as { t0: number };
        asked.push({
          t0,
          answer: () => resolve(encode({ t0, t1: nowMs, t2: nowMs })),
          fail: () => reject(new LinkError('timeout')),
        });
      }),
  } as unknown as Link;
  const pace = createPulseTaker({ monoMs: () => nowMs, wallMs: () => nowMs });
  pace.begun();
  return {
    pace,
    asked,
    ask: () => pace.exchange(link, 'time'),
    /** A second of ticks. */
    pass: (ms: number) => {
      nowMs += ms;
      pace.heard();
    },
  };
}

test('a desk that hears ticks all the time but no answer behind them is silent for as long as it waits', async () => {
  const { pace, asked, ask, pass } = stage();
  const first = ask();
  pass(1_000);
  expect(pace.silentMs()).toBe(1_000);
  const second = ask();
  asked[0]?.fail();
  await first;
  pass(2_000);
  expect(pace.silentMs()).toBe(3_000);
  asked[1]?.answer();
  await second;
  expect(pace.silentMs()).toBe(0);
});

test('what was asked on the connection before is of no account on the next', () => {
  const { pace, ask, pass } = stage();
  void ask();
  pass(16_000);
  expect(pace.silentMs()).toBe(16_000);
  pace.begun();
  expect(pace.silentMs()).toBe(0);
});
