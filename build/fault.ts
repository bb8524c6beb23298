/** What goes wrong while setting up or starting, as one sentence: a stable code, the cause, the next step. It knows no particular fault. */

export type SetupCode =
  | 'option-unknown'
  | 'option-value'
  | 'node-too-old'
  | 'folder-unwritable'
  | 'disk-full'
  | 'port-taken'
  | 'nats-server-missing'
  | 'checksum-mismatch'
  | 'desk-build-failed'
  | 'desk-missing'
  | 'sale-unreadable'
  | 'house-failed'
  | 'already-running';

/** Thrown for everything that the person at the keyboard can mend; `line` is what the terminal shows. */
export class SetupFault extends Error {
  readonly code: SetupCode;
  readonly nextStep: string;
  constructor(code: SetupCode, cause: string, nextStep: string, options?: ErrorOptions) {
    super(`${cause}; ${nextStep}`, options);
    this.name = 'SetupFault';
    this.code = code;
    this.nextStep = nextStep;
  }
}

/** The one line for the terminal: code, cause and next step, never a stack. */
export function faultLine(fault: unknown): string {
  if (fault instanceof SetupFault) return `rostrum: ${fault.code}: ${fault.message}.`;
  const code = codeOf(fault);
  const words = fault instanceof Error ? fault.message.split('\n')[0] : String(fault);
  return `rostrum: ${code}: ${words}; run the same command again with ROSTRUM_DEBUG=1 for the whole trace.`;
}

/** The `code` of a system error (`ENOSPC`, `EADDRINUSE`), or `unexpected`. */
export function codeOf(fault: unknown): string {
  return fault instanceof Error && 'code' in fault && typeof fault.code === 'string' ? fault.code : 'unexpected';
}
