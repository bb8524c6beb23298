/** Who was seen at which desk and address, in memory: so many for each person and no more. Pure; knows no file and no address in clear. */

/** A person at a desk (its public key), from an address (a keyed hash; null where everybody has the same). */
export type Sighting = {
  readonly at: number;
  readonly user: string;
  readonly key: string;
  readonly from: string | null;
};

/** People who came in by one desk, or from one address, of those who were asked about. */
export type Shared = { readonly by: 'device' | 'address'; readonly users: readonly string[]; readonly lastAt: number };

export type Places = {
  take(sighting: Sighting): void;
  /** When this person was last seen there by this desk; null when he was not, or it was dropped. */
  lastAt(sighting: Omit<Sighting, 'at'>): number | null;
  isKnown(user: string, by: Shared['by'], place: string): boolean;
  shared(isAskedFor: (user: string) => boolean): readonly Shared[];
  dropBefore(at: number): void;
  /** By person, so that whoever writes them may pause in between; each one's own from the longest ago on. */
  all(): Iterable<readonly Sighting[]>;
  readonly count: number;
};

/** Of one person. A browser's tab is a desk of its own, so that honest ones come to some dozens in a month. */
export const SIGHTINGS_EACH_MAX = 100;
/** An address of more people than this is an office's or a proxy's, and says nothing of any of them. */
export const ADDRESS_USERS_MAX = 8;

export function createPlaces(): Places {
  const places = { device: new Map<string, Map<string, number>>(), address: new Map<string, Map<string, number>>() };
  /** By person; whoever is seen again moves to the end. */
  const byUser = new Map<string, Map<string, Sighting>>();
  let count = 0;

  function drop({ user, key, from }: Sighting): void {
    const mine = byUser.get(user);
    if (mine?.delete(idOf(key, from)) !== true) return;
    count -= 1;
    if (mine.size === 0) byUser.delete(user);
    // The same desk may stand with another address still, and the same address with another desk.
    const rest = [...mine.values()];
    leave(places.device, key, user, rest.findLast((one) => one.key === key)?.at);
    if (from !== null) leave(places.address, from, user, rest.findLast((one) => one.from === from)?.at);
  }

  /** What tells of two people stays before what tells of one: nobody gets rid of it by signing in at a hundred new desks. */
  function dropOne(mine: ReadonlyMap<string, Sighting>): void {
    let longest: Sighting | null = null;
    for (const one of mine.values()) {
      longest ??= one;
      if (isShared(one)) continue;
      drop(one);
      return;
    }
    if (longest !== null) drop(longest);
  }

  function isShared({ key, from }: Sighting): boolean {
    return isSign('device', places.device.get(key)) || (from !== null && isSign('address', places.address.get(from)));
  }

  return {
    take(sighting) {
      const { at, user, key, from } = sighting;
      const mine = byUser.get(user) ?? new Map<string, Sighting>();
      byUser.set(user, mine);
      if (!mine.delete(idOf(key, from))) count += 1;
      mine.set(idOf(key, from), sighting);
      enter(places.device, key, user, at);
      if (from !== null) enter(places.address, from, user, at);
      if (mine.size > SIGHTINGS_EACH_MAX) dropOne(mine);
    },
    lastAt: ({ user, key, from }) => byUser.get(user)?.get(idOf(key, from))?.at ?? null,
    isKnown: (user, by, place) => places[by].get(place)?.has(user) === true,
    shared(isAskedFor) {
      const found: Shared[] = [];
      for (const by of ['device', 'address'] as const)
        for (const users of places[by].values()) {
          if (!isSign(by, users)) continue;
          const these = [...users].filter(([user]) => isAskedFor(user));
          if (these.length < 2) continue;
          const lastAt = Math.max(...these.map(([, at]) => at));
          found.push({ by, users: these.map(([user]) => user).sort(), lastAt });
        }
      return found;
    },
    dropBefore(at) {
      for (const mine of byUser.values())
        for (const one of mine.values()) {
          if (one.at > at) break;
          drop(one);
        }
    },
    *all() {
      for (const mine of byUser.values()) yield [...mine.values()];
    },
    get count() {
      return count;
    },
  };
}

function idOf(key: string, from: string | null): string {
  return `${key} ${from}`;
}

function isSign(by: Shared['by'], users: ReadonlyMap<string, number> | undefined): boolean {
  return users !== undefined && users.size > 1 && (by === 'device' || users.size <= ADDRESS_USERS_MAX);
}

function enter(places: Map<string, Map<string, number>>, place: string, user: string, at: number): void {
  const users = places.get(place) ?? new Map<string, number>();
  places.set(place, users);
  users.set(user, at);
}

/** Or stays, with the last time that is left. */
function leave(places: Map<string, Map<string, number>>, place: string, user: string, at: number | undefined): void {
  const users = places.get(place);
  if (at === undefined) users?.delete(user);
  else users?.set(user, at);
  if (users?.size === 0) places.delete(place);
}
