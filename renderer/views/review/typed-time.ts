/** A time as a hand types it, on the day of the sale: `14:05`, `14:05:30`, or a date with a time. Pure. */

/** Null: nothing was typed. Undefined: it is no time. */
export function typedTime(text: string, dayMs: number): number | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/.exec(typed);
  if (clock !== null) {
    const [hours, minutes, seconds] = [clock[1], clock[2], clock[3] ?? '0'].map(Number);
    if ((hours ?? 24) > 23 || (minutes ?? 60) > 59 || (seconds ?? 60) > 59) return undefined;
    return new Date(dayMs).setHours(hours ?? 0, minutes, seconds, Number((clock[4] ?? '').padEnd(3, '0')));
  }
  if (!/^\d{4}-\d{2}-\d{2}/.test(typed)) return undefined;
  const at = Date.parse(typed);
  return Number.isNaN(at) ? undefined : at;
}
