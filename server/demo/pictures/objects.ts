/** Furniture and small objects by name. */
import type { Picture } from './draw.ts';
import { chair, chest, mirror, sideTable } from './furniture.ts';
import { carriageClock, globe, lamp, vase } from './smallThings.ts';

export type Thing = 'chair' | 'chest' | 'vase' | 'clock' | 'mirror' | 'lamp' | 'table' | 'globe';

export function thing(kind: Thing): Picture {
  return drawings[kind]();
}

const drawings: Readonly<Record<Thing, () => Picture>> = {
  chair,
  chest,
  vase,
  clock: carriageClock,
  mirror,
  lamp,
  table: sideTable,
  globe,
};
