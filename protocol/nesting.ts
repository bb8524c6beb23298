/** How deep a value nests. Fields that no rule knows are kept as they came, and what is kept must be writable: JSON is written by recursion. */

/** The path of the first value that lies more than `levels` objects or lists deep; null when none does. Total: takes any value of JSON. */
export function pathBeyond(value: unknown, levels: number): (string | number)[] | null {
  if (typeof value !== 'object' || value === null) return null;
  if (levels === 0) return [];
  const isList = Array.isArray(value);
  for (const key in value) {
    const path = pathBeyond((value as Readonly<Record<string, unknown>>)[key], levels - 1);
    if (path !== null) return [isList ? Number(key) : key, ...path];
  }
  return null;
}
