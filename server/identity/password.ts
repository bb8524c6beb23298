/** Hashes and checks passwords (argon2id, in the thread pool), a bounded number at a time; an unknown user costs the same as a known one. */
import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

export type PasswordCheck = {
  /** Null when too many checks are under way already. */
  check(passwordHash: string | null, password: string): Promise<boolean | null>;
};

export async function passwordCheck(atOnceMax: number): Promise<PasswordCheck> {
  // What a user who does not exist, or has no password, is measured against: the same work, and never a match.
  const nobody = await hashPassword(crypto.randomUUID());
  let underWay = 0;
  return {
    async check(passwordHash, password) {
      if (underWay >= atOnceMax) return null;
      underWay += 1;
      try {
        const matches = await verify(passwordHash ?? nobody, password).catch(() => false);
        return passwordHash !== null && matches;
      } finally {
        underWay -= 1;
      }
    },
  };
}
