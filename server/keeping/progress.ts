/**
 * Says how far long work on a log has come: a line every two seconds, and none about what is done sooner. Knows no log, only how many
 * records it has.
 */
export type Progress = {
  /** This many records are done. */
  reached(records: number): void;
};

export type ProgressInput = {
  /** The work, as the line begins: `reading the log`. */
  readonly what: string;
  /** How many records there are; of a log that is just being opened, about. */
  readonly total: number;
  readonly tell: (message: string) => void;
  /** Milliseconds of a clock that never steps. */
  readonly now?: () => number;
};

const EVERY_MS = 2_000;
/** The clock is looked at this often: a look costs as much as a tenth of a record. */
const LOOK_RECORDS = 64;

export function createProgress({ what, total, tell, now = () => performance.now() }: ProgressInput): Progress {
  let began: { readonly at: number; readonly records: number } | null = null;
  let toldAt = 0;
  return {
    reached(records) {
      if (began === null) {
        toldAt = now();
        began = { at: toldAt, records };
      }
      if (records % LOOK_RECORDS !== 0) return;
      const at = now();
      if (at - toldAt < EVERY_MS) return;
      toldAt = at;
      const perSecond = ((records - began.records) * 1000) / (at - began.at);
      const left = Math.max(0, total - records);
      const seconds = perSecond > 0 ? Math.ceil(left / perSecond) : 0;
      tell(
        `${what}: ${plain(records)} of about ${plain(Math.max(total, records))} records, ${plain(perSecond)} a second, about ${plain(seconds)} s left`,
      );
    },
  };
}

function plain(number: number): string {
  return Math.round(number).toLocaleString('en-US');
}
