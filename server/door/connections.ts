/** Who is connected, by nats-server's numbers: nobody is to take the places of all, and whoever is sent out is dropped by them. Knows no bus. */

export type Connected = { readonly user: string; readonly publicKey: string; readonly connection: number };

export type Connections = {
  came(one: Connected): void;
  went(connection: number): void;
  of(users: ReadonlySet<string>): readonly Connected[];
  /** The server began anew, and so does the count. */
  forget(): void;
};

/** `tooMany` is told of a person at the first connection beyond `most`, and again after as many more. */
export function createConnections(most: number, tooMany: (user: string) => void): Connections {
  const byUser = new Map<string, Map<number, Connected>>();
  const users = new Map<number, string>();
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
      const user = users.get(connection) ?? '';
      users.delete(connection);
      const his = byUser.get(user);
      his?.delete(connection);
      if (his?.size === 0) byUser.delete(user);
    },
    of: (some) => [...some].flatMap((user) => [...(byUser.get(user)?.values() ?? [])]),
    forget() {
      byUser.clear();
      users.clear();
    },
  };
}
