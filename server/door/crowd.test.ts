import { describe, expect, it } from 'vitest';
import { createIngress } from '../ingress.ts';
import { type Crowd, createCrowd } from './crowd.ts';
import { LIMITS } from './limits.ts';
import { createPatience } from './patience.ts';

const press = (crowd: Crowd, people: number, at: number) => {
  for (let n = 0; n < people; n += 1) crowd.pressed(`p${n}`, at);
};

describe('a crowd at the door', () => {
  it('is many people, not much pressing', () => {
    const crowd = createCrowd({ crowdPeople: 3, pauseMs: 1_000 });
    for (let n = 0; n < 1_000; n += 1) crowd.pressed('one', 0);
    press(crowd, 1, 0);
    expect(crowd.isHere(0)).toBe(false);
    press(crowd, 2, 0);
    expect(crowd.isHere(0)).toBe(true);
  });

  it('is of one moment: people who come one after the other are none', () => {
    const crowd = createCrowd({ crowdPeople: 3, pauseMs: 1_000 });
    for (let n = 0; n < 100; n += 1) crowd.pressed(`p${n}`, n * 1_000);
    expect(crowd.isHere(99_000)).toBe(false);
  });

  it('stays for the window after, and no longer', () => {
    const crowd = createCrowd({ crowdPeople: 3, pauseMs: 1_000 });
    press(crowd, 3, 900);
    expect([999, 1_000, 1_999, 2_000].map((at) => crowd.isHere(at))).toEqual([true, true, true, false]);
    press(crowd, 3, 3_000);
    expect([3_000, 9_000].map((at) => crowd.isHere(at))).toEqual([true, false]);
  });

  it('stays as long as they go on, although nobody listens to them any more', () => {
    const limits = { ...LIMITS, crowdPeople: 3, bidder: { perSecond: 3, burst: 6 }, crowdCutAfterMs: 60_000 };
    const crowd = createCrowd(limits);
    const patience = createPatience({ limits, crowd, cut() {}, later() {} });
    const ingress = createIngress(limits, patience, crowd);
    let letIn = 0;
    const come = (who: string, at: number) => {
      const bid = { id: `${who}-${at}`, lot: 'l1', kind: 'bid', amountMinor: at };
      const bytes = new TextEncoder().encode(JSON.stringify(bid));
      const admission = ingress.bid('s1', who, bytes, '', at, () => false, false);
      if (admission.ok) letIn += 1;
      else patience.refused(who, at);
    };
    for (let at = 0; at < 8_000; at += 100) {
      for (const who of ['a', 'b', 'c', 'd']) come(who, at);
      if (at > 500) expect([at, crowd.isHere(at)]).toEqual([at, true]);
    }
    // The first of each, and what three let through before they were a crowd.
    expect(letIn).toBeLessThanOrEqual(4 * 3);
  });
});
