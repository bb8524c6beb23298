/** Where the window stood, and whether it can stand there again on the displays of today. Pure. */
import * as v from 'valibot';

export const placeSchema = v.object({
  x: v.pipe(v.number(), v.integer()),
  y: v.pipe(v.number(), v.integer()),
  width: v.pipe(v.number(), v.integer(), v.minValue(1)),
  height: v.pipe(v.number(), v.integer(), v.minValue(1)),
  isMaximized: v.boolean(),
});
export type Place = v.InferOutput<typeof placeSchema>;
export type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export const SIZE_MIN = { width: 390, height: 560 } as const;
const SIZE_DEFAULT = { width: 1280, height: 800 } as const;
/** So much of the title bar must be on a display that a hand can drag it. */
const GRIP = { width: 120, height: 32 } as const;

/** The kept place if it can be reached on a display, else the middle of the first (primary) one; never larger than the display. */
export function fitPlace(kept: Place | null, workAreas: readonly [Area, ...Area[]]): Place {
  // Clamped first: a window made narrower may not reach its display any more.
  const fitted = kept === null ? [] : workAreas.map((area) => ({ place: { ...kept, ...sizeIn(kept, area) }, area }));
  const home = fitted.find(({ place, area }) => isReachable(place, area));
  return home?.place ?? centred(workAreas[0], kept?.isMaximized ?? false);
}

function isReachable(place: Area, area: Area): boolean {
  const left = Math.max(place.x, area.x);
  const right = Math.min(place.x + place.width, area.x + area.width);
  const isTopInside = place.y >= area.y && place.y + GRIP.height <= area.y + area.height;
  return right - left >= Math.min(GRIP.width, place.width) && isTopInside;
}

function centred(area: Area, isMaximized: boolean): Place {
  const { width, height } = sizeIn(SIZE_DEFAULT, area);
  const x = area.x + Math.max(0, Math.floor((area.width - width) / 2));
  const y = area.y + Math.max(0, Math.floor((area.height - height) / 2));
  return { x, y, width, height, isMaximized };
}

function sizeIn(wanted: Pick<Area, 'width' | 'height'>, area: Area): Pick<Area, 'width' | 'height'> {
  return {
    width: clamp(wanted.width, SIZE_MIN.width, area.width),
    height: clamp(wanted.height, SIZE_MIN.height, area.height),
  };
}

/** A display smaller than the least size gets the least size: a clipped desk is better than an unusable one. */
function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(value, max));
}
