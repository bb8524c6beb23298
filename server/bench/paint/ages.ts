/** From when a tick was said to the frame that showed it, or a later one of its lot: every tick counts, painted itself or not. */
import type { Paint } from './pages/probe.ts';
import type { Ticking } from './ticker.ts';

/** In milliseconds. What a lot showed first is where it begins: how long the ticks before that waited was not seen. */
export function agesOf(paints: readonly Paint[], told: ReturnType<Ticking['told']>): readonly number[] {
  const shown = new Map<string, number>();
  const ages: number[] = [];
  for (const { atMs, revs } of paints)
    for (const [lot, rev] of revs) {
      const said = told.get(lot);
      const before = shown.get(lot);
      shown.set(lot, rev);
      if (said === undefined || before === undefined) continue;
      for (const saidAtMs of said.atMs.slice(Math.max(0, before - said.rev), rev - said.rev))
        ages.push(atMs - saidAtMs);
    }
  return ages;
}
