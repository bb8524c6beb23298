/** The paint harness, compiled into the `perf` build only: from a tick's arrival in the worker to the task after the frame that painted it. */
import type { FeedPort } from './feed/port.ts';

/** Samples kept; a bench reads and clears them. */
const SAMPLES_MAX = 100_000;

export type PerfReport = {
  /** Milliseconds from the arrival of a batch's oldest tick until its paint. */
  readonly paintMs: readonly number[];
  readonly batches: number;
  readonly lots: number;
  /** Milliseconds of each task above 50 ms. */
  readonly longTasksMs: readonly number[];
  /** Milliseconds from a press (of a key or the pointer) until the bid was handed to the feed. */
  readonly pressMs: readonly number[];
};

declare global {
  interface Window {
    __perf?: { readonly take: () => PerfReport };
  }
}

/** The same port, with a stamp on every batch and every bid. */
export function measured(port: FeedPort): FeedPort {
  let paintMs: number[] = [];
  let longTasksMs: number[] = [];
  let pressMs: number[] = [];
  let batches = 0;
  let lots = 0;
  let pressedAtMs: number | null = null;
  const keep = (list: number[], value: number) => {
    if (list.length < SAMPLES_MAX) list.push(value);
  };
  const afterPaint = (run: () => void) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = run;
      channel.port2.postMessage(null);
    });

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) keep(longTasksMs, entry.duration);
  }).observe({ entryTypes: ['longtask'] });
  for (const kind of ['keydown', 'pointerup'] as const)
    window.addEventListener(
      kind,
      (event) => {
        pressedAtMs = event.timeStamp;
      },
      { capture: true },
    );

  window.__perf = {
    take() {
      const report = { paintMs, batches, lots, longTasksMs, pressMs };
      [paintMs, longTasksMs, pressMs, batches, lots] = [[], [], [], 0, 0];
      return report;
    },
  };
  return {
    send(order) {
      if (order.type === 'bid' && pressedAtMs !== null) keep(pressMs, performance.now() - pressedAtMs);
      port.send(order);
    },
    hear(listener) {
      port.hear((word) => {
        listener(word);
        if (word.type !== 'lots') return;
        batches += 1;
        lots += word.lots.length;
        afterPaint(() => keep(paintMs, performance.timeOrigin + performance.now() - word.arrivedAtMs));
      });
    },
  };
}
