/** Eight works on paper by name: which drawing, in which frame. */
import type { Picture } from './draw.ts';
import { mounted } from './mount.ts';
import { arcs, botanical, chart, stillLife } from './studies.ts';
import { facade, harbour, lake, wave } from './views.ts';

export type Sheet = 'lake' | 'botanical' | 'arcs' | 'wave' | 'harbour' | 'facade' | 'still-life' | 'chart';

export function sheet(kind: Sheet): Picture {
  return mounted(drawings[kind](), frames[kind]);
}

const frames: Readonly<Record<Sheet, readonly [string, string]>> = {
  lake: ['#b8975a', '#6d5324'],
  botanical: ['#3c2f26', '#1d1611'],
  arcs: ['#f3f1ec', '#c9c5bb'],
  wave: ['#26221f', '#0f0d0c'],
  harbour: ['#7b5a38', '#3f2c19'],
  facade: ['#b8975a', '#6d5324'],
  'still-life': ['#d9d3c7', '#a59e8f'],
  chart: ['#4a3323', '#23170e'],
};

const drawings: Readonly<Record<Sheet, () => Picture>> = {
  lake,
  botanical,
  arcs,
  wave,
  harbour,
  facade,
  'still-life': stillLife,
  chart,
};
