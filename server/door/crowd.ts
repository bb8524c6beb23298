/**
 * Whether a crowd is at the door: so many people at once who ask for more than their pace and have not yet kept it for a while. One who
 * floods is none, however fast he is. Knows no rate and answers nobody.
 */

export type Crowd = {
  /** He asks for more than his pace, or goes on when told to wait. */
  pressed(who: string, atMs: number): void;
  isHere(atMs: number): boolean;
};

/** So many people within so long. */
export type CrowdLimits = { readonly crowdPeople: number; readonly pauseMs: number };

export const NO_CROWD: Crowd = { pressed() {}, isHere: () => false };

/** People are counted in windows of one pause; a crowd in the last one is still a crowd. */
export function createCrowd(limits: CrowdLimits): Crowd {
  let pressing = new Set<string>();
  let window = Number.NEGATIVE_INFINITY;
  let wasHere = false;

  function turnTo(atMs: number): void {
    const current = Math.floor(atMs / limits.pauseMs);
    if (current === window) return;
    wasHere = current === window + 1 && pressing.size >= limits.crowdPeople;
    window = current;
    pressing = new Set();
  }

  return {
    pressed(who, atMs) {
      turnTo(atMs);
      // Whether there are more is of no interest, so the set is bounded.
      if (pressing.size < limits.crowdPeople) pressing.add(who);
    },
    isHere(atMs) {
      turnTo(atMs);
      return wasHere || pressing.size >= limits.crowdPeople;
    },
  };
}
