/** The journal's faults: stable codes for the operator. Knows no file format. */

export type JournalFaultCode =
  | 'journal-locked'
  | 'journal-damaged'
  | 'journal-write'
  | 'journal-sync'
  | 'journal-full'
  | 'journal-overrun'
  | 'journal-order'
  | 'journal-closed'
  | 'journal-open';

/** Something that the house cannot go on from: it stops publishing, says so and exits; a restart recovers. */
export class JournalFault extends Error {
  readonly code: JournalFaultCode;
  constructor(code: JournalFaultCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'JournalFault';
    this.code = code;
  }
}

/** A write or sync that failed, told apart by the system's own code: a full disk is the operator's to mend, the rest is the disk's. */
export function faultOf(doing: 'write' | 'sync', path: string, cause: unknown): JournalFault {
  if (cause instanceof JournalFault) return cause;
  const system = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  if (system === 'ENOSPC' || system === 'EDQUOT' || system === 'EFBIG')
    return new JournalFault(
      'journal-full',
      `No room left for ${path} (${system}): nothing of the last batch was acknowledged. Free some space and start the house again.`,
      cause,
    );
  return new JournalFault(
    doing === 'write' ? 'journal-write' : 'journal-sync',
    `The ${doing} of ${path} failed (${system}): the house stops, since what the disk now holds is unknown. Check the disk, then start again; the tail is copied before anything is accepted.`,
    cause,
  );
}
