/**
 * Cuts off whoever did not listen, a few at a time: nats-server looks at every connection each time, and taking down a thousand at
 * once would cost the others the tenth of a second that the cut is to spare them. Knows sessions, no door.
 */
import type { Sessions } from './identity/sessions.ts';

export type CuttingInput = {
  readonly sessions: Pick<Sessions, 'keysOf' | 'revokeKeys'>;
  readonly atOnceMax: number;
  readonly everyMs: number;
  readonly pause: (ms: number) => Promise<void>;
  readonly warn: (cause: unknown) => void;
};

export function createCutting(input: CuttingInput): (users: readonly string[]) => Promise<void> {
  const { sessions, atOnceMax } = input;
  let cutting: Promise<void> = Promise.resolve();

  async function cut(users: readonly string[]): Promise<void> {
    const keys = await sessions.keysOf(users);
    for (let from = 0; from < keys.length; from += atOnceMax) {
      if (from > 0) await input.pause(input.everyMs);
      await sessions.revokeKeys(keys.slice(from, from + atOnceMax));
    }
  }
  return (users) => {
    cutting = cutting.then(() => cut(users)).catch(input.warn);
    return cutting;
  };
}
