import { describe, expect, it } from 'vitest';
import { type Crowd, createCrowd } from './crowd.ts';

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
});
