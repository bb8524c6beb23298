/** The reviewer of a log file: a utility process of its own, asked by id; it dies with the application and is replaced when another log is opened. */
import { existsSync } from 'node:fs';
import { type UtilityProcess, utilityProcess } from 'electron';
import * as v from 'valibot';
import { Fault } from './fault.ts';
import type { Log } from './log.ts';

export type Reviewer = {
  open(path: string): Promise<void>;
  ask(request: unknown): Promise<unknown>;
  close(): void;
};

const ANSWER_TIMEOUT_MS = 60_000;

const answerSchema = v.variant('ok', [
  v.object({ id: v.number(), ok: v.literal(true), value: v.unknown() }),
  v.object({ id: v.number(), ok: v.literal(false), error: v.string() }),
]);

type Waiting = { resolve(value: unknown): void; reject(cause: Error): void; timer: NodeJS.Timeout };

/** `modulePath` is the bundled server of review: it gets the path as its argument, answers `{id, request}` by `{id, ok, value | error}`. */
export function openReviewer(modulePath: string, log: Log): Reviewer {
  let child: UtilityProcess | null = null;
  let nextId = 1;
  const waiting = new Map<number, Waiting>();

  const failAll = (cause: Fault) => {
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(cause);
    }
    waiting.clear();
  };
  const hear = (message: unknown) => {
    const answer = v.safeParse(answerSchema, message);
    if (!answer.success) return log.warn('the reviewer said something odd', v.summarize(answer.issues));
    const asked = waiting.get(answer.output.id);
    if (asked === undefined) return;
    waiting.delete(answer.output.id);
    clearTimeout(asked.timer);
    if (answer.output.ok) asked.resolve(answer.output.value);
    else asked.reject(new Fault('review-failed', answer.output.error));
  };
  const ask = (request: unknown) =>
    new Promise<unknown>((resolve, reject) => {
      if (child === null) return reject(new Fault('review-closed', 'No log is open. Open one first.'));
      const id = nextId++;
      const late = () => {
        waiting.delete(id);
        reject(new Fault('review-failed', `The reviewer did not answer within ${ANSWER_TIMEOUT_MS / 1000} s.`));
      };
      waiting.set(id, { resolve, reject, timer: setTimeout(late, ANSWER_TIMEOUT_MS) });
      child.postMessage({ id, request });
    });
  const close = () => {
    const old = child;
    child = null;
    old?.kill();
    failAll(new Fault('review-closed', 'The log was closed.'));
  };
  return {
    close,
    ask,
    async open(path) {
      if (!existsSync(modulePath))
        throw new Fault('review-closed', 'This desk was built without the reviewer of log files.');
      close();
      const own = utilityProcess.fork(modulePath, [path], { serviceName: 'Rostrum review', stdio: 'ignore' });
      child = own;
      own.on('message', hear);
      own.once('exit', (code) => {
        if (child !== own) return;
        child = null;
        log.warn(`the reviewer ended with status ${code}`);
        failAll(new Fault('review-failed', `The reviewer ended (status ${code}). Open the log again.`));
      });
    },
  };
}
