/**
 * Who is connected, by nats-server's numbers: nobody is to take the places of all, whoever is sent out is dropped by them, and a clerk
 * sees whose desk is there. Knows no bus.
 */

export type Connected = { readonly user: string; readonly publicKey: string; readonly connection: number };

export type Connections = {
  came(one: Connected): void;
  went(connection: number): void;
  of(users: ReadonlySet<string>): readonly Connected[];
  /** Nobody can tell who is connected, until the next count. */
  lost(): void;
  /** The server began anew, and so does the count. */
  forget(): void;
  /** Whoever was connected before anybody could tell is among those who came. */
  counted(): void;
  isKnown(): boolean;
  isHere(user: string): boolean;
  /** When the last connection of somebody who is not here went; null for whom this house has not seen. */
  wentAt(user: string): number | null;
};

/** `tooMany` is told of a person at the first connection beyond `most`, and again after as many more. */
export function createConnections(most: number, tooMany: (user: string) => void, now: () => number): Connections {
  const byUser = new Map<string, Map<number, Connected>>();
  const users = new Map<number, string>();
  const wentAt = new Map<string, number>();
  /** Who was here when the count was lost: when they went was seen by nobody. */
  const before = new Set<string>();
  let isKnown = false;
  return {
    came(one) {
      const his = byUser.get(one.user) ?? new Map<number, Connected>();
      byUser.set(one.user, his);
      if (his.has(one.connection)) return;
      his.set(one.connection, one);
      users.set(one.connection, one.user);
      if (his.size > most && (his.size - 1) % most === 0) tooMany(one.user);
    },
    went(connection) {
      const user = users.get(connection);
      if (user === undefined) return;
      users.delete(connection);
      const his = byUser.get(user);
      his?.delete(connection);
      if (his?.size !== 0) return;
      byUser.delete(user);
      wentAt.set(user, now());
    },
    of: (some) => [...some].flatMap((user) => [...(byUser.get(user)?.values() ?? [])]),
    lost() {
      isKnown = false;
    },
    forget() {
      for (const user of byUser.keys()) before.add(user);
      byUser.clear();
      users.clear();
      isKnown = false;
    },
    counted() {
      for (const user of before) if (!byUser.has(user)) wentAt.set(user, now());
      before.clear();
      isKnown = true;
    },
    isKnown: () => isKnown,
    isHere: (user) => byUser.has(user),
    wentAt: (user) => wentAt.get(user) ?? null,
  };
}
