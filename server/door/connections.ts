/** How many connections each person has at once: nobody is to take the places of all. Knows no bus. */

export type Connections = {
  came(user: string): void;
  went(user: string): void;
  /** The server began anew, and so does the count. */
  forget(): void;
};

/** `tooMany` is told of a person at the first connection beyond `most`, and again after as many more. */
export function createConnections(most: number, tooMany: (user: string) => void): Connections {
  const counts = new Map<string, number>();
  return {
    came(user) {
      const count = (counts.get(user) ?? 0) + 1;
      counts.set(user, count);
      if (count > most && (count - 1) % most === 0) tooMany(user);
    },
    went(user) {
      const count = (counts.get(user) ?? 0) - 1;
      if (count > 0) counts.set(user, count);
      else counts.delete(user);
    },
    forget: () => counts.clear(),
  };
}
