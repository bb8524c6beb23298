/** Tiers as a hand types them: `0 26; 800000 20`, each a beginning in whole currency and a value. */

/** Pairs of a tier list; null for what is none. Both halves of a pair are read by the caller's own measure. */
export function tiersTyped(
  text: string,
  from: (text: string) => number | null,
  value: (text: string) => number | null,
): readonly (readonly [number, number])[] | null {
  const parts = text.split(';').filter((part) => part.trim() !== '');
  const tiers: (readonly [number, number])[] = [];
  for (const part of parts) {
    const [first, second, ...more] = part.trim().split(/\s+/);
    const [begin, worth] = [from(first ?? ''), value(second ?? '')];
    if (begin === null || worth === null || more.length > 0) return null;
    tiers.push([begin, worth]);
  }
  return tiers;
}

export function tierWords(
  tiers: readonly (readonly [number, number])[],
  from: (value: number) => string,
  value: (value: number) => string,
): string {
  return tiers.map(([begin, worth]) => `${from(begin)} ${value(worth)}`).join('; ');
}

/** `26` or `26.5` per cent in basis points. */
export function rateTyped(text: string): number | null {
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(text)) return null;
  const [whole = '', part = ''] = text.split('.');
  return Number(whole) * 100 + Number(part.padEnd(2, '0'));
}

export function rateWords(basisPoints: number): string {
  return String(basisPoints / 100);
}

/** A plain decimal, as it can be typed again. */
export function plainAmount(minor: number, digits: number): string {
  if (digits === 0) return String(minor);
  const text = String(minor).padStart(digits + 1, '0');
  const part = text.slice(-digits);
  return /^0+$/.test(part) ? text.slice(0, -digits) : `${text.slice(0, -digits)}.${part}`;
}
