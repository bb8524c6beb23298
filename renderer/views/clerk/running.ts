/** Which lot is shown, which comes next, and how far the sale is: from the house's words alone. */
import { useEffect, useState } from 'react';
import type { Tick } from '../../../protocol/wire.ts';
import { useDesk, useSale } from '../../select.ts';
import type { LotBook } from '../../store/lots.ts';

const LOOK_MS = 500;
/** The pace is taken over at most this many of the last closings. */
const PACE_LOTS = 20;

/** Before anything was opened at this desk: the room's lot that spoke last, or the first of the catalogue. */
export function shownLotOf(order: readonly string[], lots: LotBook): string | null {
  let shown: { readonly lot: string; readonly seq: number } | null = null;
  for (const lot of order) {
    const face = lots.get(lot)?.getState();
    if (face === undefined || face.tick === null || !isOfRoom(face.lot.format)) continue;
    if (face.tick.status !== 'upcoming' && face.tick.seq > (shown?.seq ?? 0)) shown = { lot, seq: face.tick.seq };
  }
  return shown?.lot ?? order[0] ?? null;
}

/** The lot that the open key opens: the chosen one, else the first after the shown one that still waits. */
export function nextLotOf(
  order: readonly string[],
  lots: LotBook,
  shown: string | null,
  chosen: string | null,
): string | null {
  if (chosen !== null && waitsIn(lots, chosen)) return chosen;
  const from = shown === null ? 0 : order.indexOf(shown);
  return [...order.slice(from), ...order.slice(0, from)].find((lot) => waitsIn(lots, lot)) ?? null;
}

/** Whether a clerk can open it: a timed lot that waits opens by its clock. */
export function waitsIn(lots: LotBook, lot: string): boolean {
  const face = lots.get(lot)?.getState();
  return face !== undefined && isOfRoom(face.lot.format) && face.tick?.status === 'upcoming';
}

/** A lot of which the house has said nothing yet: right after the catalogue, all of them. */
export function unknownLotOf(order: readonly string[], lots: LotBook): string | null {
  return order.find((lot) => lots.get(lot)?.getState().tick === null) ?? null;
}

function isOfRoom(format: string): boolean {
  return format === 'live' || format === 'dutch';
}

export type Progress = {
  readonly sold: number;
  readonly passed: number;
  readonly withdrawn: number;
  readonly lots: number;
  readonly hammerMinor: number;
  readonly perHour: number | null;
};

export function progressOf(ticks: readonly Tick[], lots: number): Progress {
  const of = (status: Tick['status']) => ticks.filter((tick) => tick.status === status);
  const sold = of('sold');
  const closings = [...sold, ...of('passed')]
    .map(({ at }) => at)
    .sort((a, b) => a - b)
    .slice(-PACE_LOTS);
  const spanMs = (closings.at(-1) ?? 0) - (closings[0] ?? 0);
  return {
    sold: sold.length,
    passed: of('passed').length,
    withdrawn: of('withdrawn').length,
    lots,
    hammerMinor: sold.reduce((sum, { priceMinor }) => sum + (priceMinor ?? 0), 0),
    perHour: closings.length < 2 || spanMs <= 0 ? null : Math.round(((closings.length - 1) * 3_600_000) / spanMs),
  };
}

/** Looked at twice a second and whenever the room's lot changes: cheap enough for a long catalogue, quick enough for people. */
export function useProgress(): Progress {
  const desk = useDesk();
  const order = useSale((state) => state.order);
  useSale((state) => state.current);
  const [, look] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => look((turn) => turn + 1), LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  const ticks = order.flatMap((lot) => desk.lots.get(lot)?.getState().tick ?? []);
  return progressOf(ticks, order.length);
}
