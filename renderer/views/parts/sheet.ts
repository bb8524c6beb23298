/**
 * Amounts of a table, drawn on one canvas while a flood goes on: a hundred texts are then not laid out, shaped and painted again in every
 * paint (ADR 0092). The texts stay in their places, unseen, and follow a few at a time, for whoever has them read aloud or searches the
 * page. What does not fit its box is left to the page. Knows no store.
 */
import { createContext } from 'react';

/** In every fourth paint a fifth of the texts follow: each of them once a second, at twenty paints. */
const FOLLOW_EVERY = 4;
const FOLLOW_PARTS = 5;
/** And all of them when nothing was drawn for so long. */
const REST_MS = 300;
/** Boxes, colours and letters are looked at again this often, whatever changed them: forced colours, the letters of the page. */
const LOOK_AGAIN_MS = 5_000;
/** A canvas with a longer side is none. */
const DOTS_MAX = 16_384;

export type Amount = {
  readonly write: (words: string) => void;
  readonly leave: () => void;
};
export type Sheet = {
  /** The canvas, which lies over the boxes in the element that they are placed in; null when it goes. */
  readonly lay: (canvas: HTMLCanvasElement | null) => void;
  /** Takes an amount: its box, and the text in it. */
  readonly take: (mark: HTMLElement, text: Text) => Amount;
  readonly begin: () => void;
  readonly end: () => void;
  /** Boxes may lie elsewhere, or look otherwise. */
  readonly moved: () => void;
};

/** The sheet of the table around. */
export const SheetContext = createContext<Sheet | null>(null);

type Taken = { readonly mark: HTMLElement; readonly text: Text; words: string; box: Box | null };
/** On the canvas, in its dots; `baseY` is where the letters stand. */
type Box = { x: number; y: number; right: number; bottom: number; baseY: number; font: string; color: string };

export function createSheet(): Sheet {
  const all = new Set<Taken>();
  const wet = new Set<Taken>();
  let drawn: readonly Taken[] = [];
  let canvas: HTMLCanvasElement | null = null;
  let pen: CanvasRenderingContext2D | null = null;
  let resized: ResizeObserver | null = null;
  let isOn = false;
  let isDue = false;
  let isMoved = false;
  let looking: ReturnType<typeof setInterval> | undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;
  let paints = 0;

  // After all that is written in this turn, and before the page is painted: what is drawn and what is not are of one frame.
  const due = () => {
    if (!isOn || isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      if (isOn) draw();
    });
  };
  const moved = () => {
    isMoved = true;
    due();
  };

  const draw = () => {
    if (canvas === null || pen === null) return;
    if (pen.isContextLost() || isForced()) return end();
    if (isMoved) look(canvas, pen);
    paints += 1;
    // Before the pen is told of letters, for which Chromium lays out what was written until then.
    if (paints % FOLLOW_EVERY === 0) for (const one of part(drawn, paints / FOLLOW_EVERY)) follow(one);
    ink(
      pen,
      drawn.filter((one) => wet.has(one)),
    );
    wet.clear();
    clearTimeout(resting);
    resting = setTimeout(() => drawn.forEach(follow), REST_MS);
  };

  const look = (on: HTMLCanvasElement, by: CanvasRenderingContext2D) => {
    isMoved = false;
    drawn = place(on, by, [...all]);
    for (const one of all) show(one);
    for (const one of drawn) wet.add(one);
  };

  const begin = () => {
    pen ??= canvas?.getContext('2d') ?? null;
    if (isOn || pen === null || isForced()) return;
    isOn = true;
    looking = setInterval(moved, LOOK_AGAIN_MS);
    moved();
  };
  const end = () => {
    if (!isOn) return;
    isOn = false;
    clearInterval(looking);
    clearTimeout(resting);
    for (const one of all) {
      one.box = null;
      show(one);
    }
    wet.clear();
    drawn = [];
    // Without pixels it holds no memory.
    if (canvas !== null) canvas.width = 0;
  };

  return {
    begin,
    end,
    moved,
    lay(next) {
      if (next === null) end();
      resized?.disconnect();
      [canvas, pen, resized] = [next, null, null];
      if (next?.parentElement === null || next?.parentElement === undefined) return;
      resized = new ResizeObserver(moved);
      resized.observe(next.parentElement);
    },
    take(mark, text) {
      const one: Taken = { mark, text, words: text.data, box: null };
      all.add(one);
      return {
        write(words) {
          // With a figure more it may not fit.
          if (one.box !== null && words.length !== one.words.length) moved();
          one.words = words;
          if (one.box === null) text.data = words;
          else wet.add(one);
          due();
        },
        leave() {
          all.delete(one);
          wet.delete(one);
          one.box = null;
          show(one);
          moved();
        },
      };
    },
  };
}

/** Then the system says how a text is drawn. */
const isForced = () => matchMedia('(forced-colors: active)').matches;

/** The text is there in either case; it is seen when nothing is drawn in its place. */
function show(one: Taken): void {
  if (one.box !== null) one.mark.dataset.drawn = 'true';
  else if (one.mark.dataset.drawn !== undefined) delete one.mark.dataset.drawn;
  if (one.box === null) follow(one);
}

function follow(one: Taken): void {
  if (one.text.data !== one.words) one.text.data = one.words;
}

function part(all: readonly Taken[], turn: number): readonly Taken[] {
  const size = Math.ceil(all.length / FOLLOW_PARTS);
  const from = (turn % FOLLOW_PARTS) * size;
  return all.slice(from, from + size);
}

/**
 * Finds each amount its box, and makes the canvas as large as all of them; gives back those that are to be drawn, like beside like. All is
 * counted in dots of the screen, as Chromium lays out: its rounding is repeated here, so that a letter stands where the text's did.
 */
function place(canvas: HTMLCanvasElement, pen: CanvasRenderingContext2D, all: readonly Taken[]): readonly Taken[] {
  for (const one of all) one.box = null;
  const dots = devicePixelRatio;
  const rects = all.map(({ mark }) => mark.getBoundingClientRect());
  const left = Math.floor(Math.min(...rects.map((rect) => rect.left)) * dots);
  const top = Math.floor(Math.min(...rects.map((rect) => rect.top)) * dots);
  const width = Math.ceil(Math.max(...rects.map((rect) => rect.right)) * dots) - left;
  const height = Math.ceil(Math.max(...rects.map((rect) => rect.bottom)) * dots) - top;
  if (!(width > 0 && height > 0 && width <= DOTS_MAX && height <= DOTS_MAX)) return [];
  const home = (canvas.parentElement ?? canvas).getBoundingClientRect();
  Object.assign(canvas.style, { left: `${left / dots - home.left}px`, top: `${top / dots - home.top}px` });
  Object.assign(canvas.style, { width: `${width / dots}px`, height: `${height / dots}px` });
  // Setting either clears it, but takes new memory for all of it.
  if (canvas.width === width && canvas.height === height) pen.clearRect(0, 0, width, height);
  else Object.assign(canvas, { width, height });
  const fonts = new Map<string, ReturnType<typeof lettersOf>>();
  all.forEach((one, at) => {
    const { fontWeight, fontSize, fontFamily, color } = getComputedStyle(one.mark);
    const font = `${fontWeight} ${Number.parseFloat(fontSize) * dots}px ${fontFamily}`;
    const { ascent, descent, isEven } = fonts.get(font) ?? lettersOf(pen, font);
    fonts.set(font, { ascent, descent, isEven });
    const rect = rects[at] as DOMRect;
    // A box that is laid out by itself is painted from a whole dot.
    const [x, y] = [Math.round(rect.left * dots) - left, Math.round(rect.top * dots) - top];
    const [wide, high] = [rect.width * dots, rect.height * dots];
    pen.font = font;
    if (!isEven || widthOf(pen, one.words) > wide) return;
    const baseY = y + Math.floor((high - ascent - descent) / 2) + ascent;
    one.box = { x, y, right: x + wide, bottom: y + high, baseY, font, color };
  });
  return all.filter(({ box }) => box !== null).sort((a, b) => (a.box?.font ?? '').localeCompare(b.box?.font ?? ''));
}

/** Above and below the line, and whether all figures are of one width: in a browser whose canvas has no such figures they would dance. */
function lettersOf(pen: CanvasRenderingContext2D, font: string) {
  pen.font = font;
  const { fontBoundingBoxAscent, fontBoundingBoxDescent } = pen.measureText('0');
  return {
    ascent: Math.round(fontBoundingBoxAscent),
    descent: Math.round(fontBoundingBoxDescent),
    isEven: widthOf(pen, '1') === widthOf(pen, '0'),
  };
}

/** Chromium counts in sixty-fourths. */
function widthOf(pen: CanvasRenderingContext2D, words: string): number {
  return Math.ceil(pen.measureText(words).width * 64) / 64;
}

function ink(pen: CanvasRenderingContext2D, amounts: readonly Taken[]): void {
  let [toldFont, toldColor] = ['', ''];
  for (const { box, words } of amounts) {
    if (box === null) continue;
    const { x, y, right, bottom, baseY, font, color } = box;
    if (font !== toldFont) pen.font = font;
    if (color !== toldColor) pen.fillStyle = color;
    [toldFont, toldColor] = [font, color];
    // Whole dots: of a part of one, something would stay.
    pen.clearRect(x, y, Math.ceil(right - x), Math.ceil(bottom - y));
    pen.fillText(words, right - widthOf(pen, words), baseY);
  }
}
