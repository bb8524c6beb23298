import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Area, fitPlace, SIZE_MIN } from './place.ts';

const first: Area = { x: 0, y: 0, width: 1920, height: 1080 };
const second: Area = { x: 1920, y: 0, width: 1280, height: 1024 };

describe('the place of the window', () => {
  it('is the middle of the first display at first', () => {
    expect(fitPlace(null, [first])).toEqual({ x: 320, y: 140, width: 1280, height: 800, isMaximized: false });
  });
  it('is kept while its display is there, and forgotten when it is gone', () => {
    const kept = { x: 2000, y: 50, width: 1000, height: 700, isMaximized: false };
    expect(fitPlace(kept, [first, second])).toEqual(kept);
    expect(fitPlace(kept, [first])).toMatchObject({ x: 320, y: 140 });
  });
  it('keeps being maximised', () => {
    expect(fitPlace({ x: 9000, y: 0, width: 800, height: 600, isMaximized: true }, [first]).isMaximized).toBe(true);
  });
  it('can always be reached by a hand, whatever was kept', () => {
    const int = fc.integer({ min: -5000, max: 8000 });
    const size = fc.integer({ min: 1, max: 9000 });
    fc.assert(
      fc.property(int, int, size, size, fc.boolean(), (x, y, width, height, isMaximized) => {
        const areas: [Area, Area] = [first, second];
        const place = fitPlace({ x, y, width, height, isMaximized }, areas);
        const seen = areas.some((area) => {
          const left = Math.max(place.x, area.x);
          const right = Math.min(place.x + place.width, area.x + area.width);
          return right - left > 0 && place.y >= area.y && place.y + 32 <= area.y + area.height;
        });
        expect(seen).toBe(true);
        expect(place.width).toBeGreaterThanOrEqual(SIZE_MIN.width);
        expect(place.height).toBeGreaterThanOrEqual(SIZE_MIN.height);
      }),
    );
  });
});
