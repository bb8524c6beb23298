/** A machine whose clock is an hour off, for a desk of a spec or a picture: its page must be opened with `bypassCSP`. */

/** What time it is by this machine, an hour off in the page and, before its own code, in its worker: as a wrong clock of the system is. */
const HOUR_OFF = `if (!globalThis.isHourOff) {
  globalThis.isHourOff = true;
  const off = 3600000;
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given) {
      if (given.length === 0) super(Real.now() + off);
      else super(...given);
    }
    static now() {
      return Real.now() + off;
    }
  };
  Object.defineProperty(performance, 'timeOrigin', { value: performance.timeOrigin + off });
}`;

/** Apart, or this file would be found to import what its worker does. */
const LATE = 'import';

/** Goes into the page before its own code. */
export const HOUR_OFF_IN_WORKERS = `${HOUR_OFF}
const RealWorker = Worker;
globalThis.Worker = class extends RealWorker {
  constructor(address, options) {
    const text = ${JSON.stringify(HOUR_OFF)} + ';await ${LATE}(' + JSON.stringify(String(address)) + ');';
    super(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })), options);
  }
};`;
