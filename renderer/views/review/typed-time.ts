/** A time as a hand types it, on the day of the sale: `14:05`, `14:05:30`, or a date with a time. Pure. */

/** What is typed for a moment on a day: `14:05:30` on that day, with the date on another one; `typedTime` reads it back to the millisecond. */
export function timeText(at: number, dayMs: number): string {
  const date = new Date(at);
  const part = at % 1000 === 0 ? '' : `.${String(date.getMilliseconds()).padStart(3, '0')}`;
  const clock = `${date.toLocaleTimeString('en-GB')}${part}`;
  if (date.toDateString() === new Date(dayMs).toDateString()) return clock;
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, '0'));
  return `${day.join('-')} ${clock}`;
}

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
