import { expect, test, vi } from 'vitest';
import { markNow } from './chart-mark.ts';

const box = { left: 50, top: 10, width: 200, height: 100 };

/** What is painted with the place at `x`: the colour, how thick it covers, and from where to where. */
function painted(x: number) {
  vi.stubGlobal('devicePixelRatio', 1);
  const done: [fill: unknown, alpha: number, from: number, to: number][] = [];
  const pen = {
    globalAlpha: 1,
    fillStyle: '',
    save: () => undefined,
    restore: () => undefined,
    fillRect(left: number, _top: number, width: number) {
      done.push([this.fillStyle, this.globalAlpha, left, left + width]);
    },
  };
  markNow(pen, box, x, { line: 'black', pale: 'white' });
  vi.unstubAllGlobals();
  return done;
}

test('a line at the place, and a veil from behind its point to behind the last one', () => {
  expect(painted(100)).toEqual([
    ['white', 0.7, 105, 255],
    ['black', 1, 100, 101],
  ]);
});

test('before the story all of it is pale, and after it nothing is, nor is there a line', () => {
  expect(painted(20)).toEqual([
    ['white', 0.7, 45, 255],
    ['black', 1, 50, 51],
  ]);
  expect(painted(250)).toEqual([['black', 1, 250, 251]]);
  expect(painted(300)).toEqual([]);
});
