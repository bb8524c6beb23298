/**
 * A new key for signing sessions while the house runs: first nats-server knows both, then the house signs with the new one, and when
 * no session of the old one can be left the old one goes. Knows keys, no person.
 */
import type { HouseKeys } from '../nats/keys.ts';
import { dropKeyBefore, replaceSigningKey, rotateSigningKey } from '../nats/keys.ts';

export type RotationInput = {
  readonly keys: HouseKeys;
  readonly dataDir: string;
  /** Has nats-server know the account as the keys are now. */
  readonly push: () => Promise<void>;
  readonly jwtLifeMs: number;
  readonly after: (ms: number, call: () => void) => () => void;
  readonly fault: (cause: unknown) => void;
};
export type Rotation = {
  /** Answers the new public key. `isAtOnce`: the old one is void when this resolves. */
  rotate(isAtOnce: boolean): Promise<string>;
  stop(): void;
};

/** Clocks of house and nats-server are one; a JWT's end is a whole second. */
const MARGIN_MS = 2_000;

export function createRotation({ keys, dataDir, push, jwtLifeMs, after, fault }: RotationInput): Rotation {
  let cancel: () => void = () => {};

  function retireLater(): void {
    cancel();
    cancel = after(jwtLifeMs + MARGIN_MS, () => {
      dropKeyBefore(keys, dataDir).then(push).catch(fault);
    });
  }

  // A house that ended meanwhile does not know when the key was replaced; a whole life from now is long enough.
  if (keys.before !== null) retireLater();
  return {
    async rotate(isAtOnce) {
      if (isAtOnce) {
        cancel();
        await replaceSigningKey(keys, dataDir);
        await push();
      } else {
        await rotateSigningKey(keys, dataDir, push);
        retireLater();
      }
      return keys.signing.getPublicKey();
    },
    stop: () => cancel(),
  };
}
