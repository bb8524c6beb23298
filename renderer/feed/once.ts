/** Tells a word from its double, while two connections of a renewal bring everything twice. */

/** Words remembered; two connections overlap for seconds. */
const KEPT_MAX = 512;

/** True for a key the first time. */
export function createOnce(): (key: string) => boolean {
  const seen = new Set<string>();
  return (key) => {
    if (seen.has(key)) return false;
    seen.add(key);
    const oldest = seen.values().next().value;
    if (seen.size > KEPT_MAX && oldest !== undefined) seen.delete(oldest);
    return true;
  };
}
