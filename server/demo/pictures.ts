/** The demonstration sale's pictures by lot, as SVG text; who writes them where is the caller's. */
import { type Picture, svg } from './pictures/draw.ts';
import { type Thing, thing } from './pictures/objects.ts';
import { type Sheet, sheet } from './pictures/paper.ts';
import { type WatchLook, watch } from './pictures/watches.ts';

export type PictureFile = { readonly name: string; readonly text: string };

/** Beside the catalogue; the house takes the folder in with the sale. */
export const PICTURE_FOLDER = 'images';

export function pictureOf(lotId: string): string {
  return `${PICTURE_FOLDER}/${lotId}.svg`;
}

/** Every picture of the sale, drawn anew: the same bytes each time. */
export function drawPictures(titles: Readonly<Record<string, string>>): readonly PictureFile[] {
  return Object.entries(drawings).map(([lotId, draw]) => ({
    name: `${lotId}.svg`,
    text: svg(titles[lotId] ?? lotId, draw()),
  }));
}

const steelRoom = ['#eef0f2', '#b4bac1'] as const;
const warmRoom = ['#f4efe6', '#c9bda8'] as const;
const coolRoom = ['#dfe3e6', '#9aa3ab'] as const;
const roseRoom = ['#f3ebe6', '#cbb8ad'] as const;

const looks: Readonly<Record<string, WatchLook>> = {
  w1: {
    metal: 'steel',
    dial: ['#2b4f86', '#0b1a33'],
    ink: '#e9edf3',
    accent: '#e9edf3',
    marks: 'baton',
    registers: 'none',
    strap: 'bracelet',
    bezel: 'plain',
    name: 'AUBERT',
    room: steelRoom,
  },
  w2: {
    metal: 'gold',
    dial: ['#fdfaf2', '#e6ddc8'],
    ink: '#2a2520',
    accent: '#8a2b1f',
    marks: 'roman',
    registers: 'seconds',
    strap: ['#6b3f22', '#e5c79a'],
    bezel: 'plain',
    name: 'Vautrin & Fils',
    room: warmRoom,
  },
  w3: {
    metal: 'steel',
    dial: ['#1d1f22', '#08090a'],
    ink: '#f1ede2',
    accent: '#e0402f',
    marks: 'baton',
    registers: 'three',
    strap: ['#23211f', '#d8d2c4'],
    bezel: 'tachymeter',
    name: 'MERIDIAN',
    room: coolRoom,
  },
  w4: {
    metal: 'rose',
    dial: ['#f6cdb6', '#d9977a'],
    ink: '#3a2018',
    accent: '#3a2018',
    marks: 'arabic',
    registers: 'two',
    strap: ['#4a2c22', '#caa28c'],
    bezel: 'plain',
    name: 'LEROUX',
    room: roseRoom,
  },
  w5: {
    metal: 'steel',
    dial: ['#17362f', '#071a16'],
    ink: '#eef3ec',
    accent: '#1d4a3f',
    marks: 'dots',
    registers: 'none',
    strap: 'bracelet',
    bezel: 'diver',
    name: 'NAUTIER',
    room: ['#e4ebe9', '#9fb0ac'],
  },
  w6: {
    metal: 'gold',
    dial: ['#f7f1de', '#dccfa9'],
    ink: '#2c2416',
    accent: '#17305c',
    marks: 'arabic',
    registers: 'moon',
    strap: ['#2b2f3a', '#b9a777'],
    bezel: 'plain',
    name: 'Ferrand Genève',
    room: warmRoom,
  },
  w7: {
    metal: 'steel',
    dial: ['#f2f0ea', '#cfcbc0'],
    ink: '#23282e',
    accent: '#b23a2a',
    marks: 'arabic',
    registers: 'seconds',
    strap: ['#8a6a42', '#ead9b8'],
    bezel: 'plain',
    name: 'R.N. PATTERN',
    room: steelRoom,
  },
  w8: {
    metal: 'gold',
    dial: ['#3f2a1c', '#160d07'],
    ink: '#f3e2bb',
    accent: '#f3e2bb',
    marks: 'baton',
    registers: 'none',
    strap: 'bracelet',
    bezel: 'fluted',
    name: 'ORIEL',
    room: ['#efe8da', '#b7a988'],
  },
};

const sheets: Readonly<Record<string, Sheet>> = {
  p1: 'lake',
  p2: 'botanical',
  p3: 'arcs',
  p4: 'wave',
  p5: 'harbour',
  p6: 'facade',
  p7: 'still-life',
  p8: 'chart',
};
const things: Readonly<Record<string, Thing>> = {
  f1: 'chair',
  f2: 'chest',
  f3: 'vase',
  f4: 'clock',
  f5: 'mirror',
  f6: 'table',
  f7: 'lamp',
  f8: 'globe',
};

const drawings: Readonly<Record<string, () => Picture>> = {
  ...mapped(looks, watch),
  ...mapped(sheets, sheet),
  ...mapped(things, thing),
};

function mapped<T>(from: Readonly<Record<string, T>>, draw: (one: T) => Picture): Record<string, () => Picture> {
  return Object.fromEntries(Object.entries(from).map(([lotId, one]) => [lotId, () => draw(one)]));
}
