import { describe, expect, test } from 'vitest';
import { DOUBLE_PRESS_MS, FRESH_ASK_MS, judgePress, type Press } from './press.ts';

const quiet: Press = {
  nowMs: 10_000,
  askMinor: 500,
  askChangedAtMs: 0,
  lastBidAtMs: 0,
  hasOpenBid: false,
  whyNot: null,
};

describe('a press on the bid button', () => {
  test('bids the ask that has stood for a while', () => {
    expect(judgePress(quiet)).toBe('bid');
    expect(judgePress({ ...quiet, downAskMinor: 500 })).toBe('bid');
  });
  test('takes a second press when the ask changed a moment ago, and no less than that moment', () => {
    expect(judgePress({ ...quiet, askChangedAtMs: quiet.nowMs - FRESH_ASK_MS + 1 })).toBe('again');
    expect(judgePress({ ...quiet, askChangedAtMs: quiet.nowMs - FRESH_ASK_MS })).toBe('bid');
  });
  test('takes a second press when the ask changed between the finger down and up', () => {
    expect(judgePress({ ...quiet, downAskMinor: 450 })).toBe('again');
    expect(judgePress({ ...quiet, downAskMinor: null })).toBe('again');
  });
  test('twice is once', () => {
    expect(judgePress({ ...quiet, lastBidAtMs: quiet.nowMs - DOUBLE_PRESS_MS + 1 })).toBe('double');
    expect(judgePress({ ...quiet, hasOpenBid: true })).toBe('pending');
  });
  test('does nothing when bidding is off or there is no ask', () => {
    expect(judgePress({ ...quiet, whyNot: 'offline' })).toBe('off');
    expect(judgePress({ ...quiet, askMinor: null })).toBe('off');
  });
});
