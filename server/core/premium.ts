/**
 * The buyer's premium: marginal tiers, each rate on its own part of the hammer (RULES.md §7). Knows tiers and a hammer only.
 *
 * Sources: Sotheby's (28 % to 2,000,000, 22 % to 8,000,000, 15 % above) and Phillips, as published in February 2026.
 */

/** The premium in minor units, the sum rounded half up. `tiers` rise from hammer to hammer; rates are in basis points. */
export function premiumMinor(tiers: readonly (readonly [number, number])[], hammerMinor: number): number {
  // Basis points times money leaves the safe integers, so the sum is exact in BigInt: a hammer falls seldom enough.
  let sum = 0n;
  for (let i = 0; i < tiers.length; i += 1) {
    const [from, rate] = tiers[i] ?? [0, 0];
    if (hammerMinor <= from) break;
    const to = Math.min(hammerMinor, tiers[i + 1]?.[0] ?? hammerMinor);
    sum += BigInt(to - from) * BigInt(rate);
  }
  return Number((sum + HALF) / WHOLE);
}

const WHOLE = 10_000n;
const HALF = WHOLE / 2n;
