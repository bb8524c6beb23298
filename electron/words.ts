/** System words on their way to the page: kept until the page listens, so that a deep link at the start or after a crash is not lost. Pure. */
import type { SystemWord } from '../protocol/bridge.ts';

const WAITING_MAX = 16;

export type Words = {
  say(word: SystemWord): void;
  /** The page listens: what waited goes out, in order. */
  listen(): void;
  /** The page is being loaded (again). */
  deafen(): void;
};

export function openWords(send: (word: SystemWord) => void): Words {
  let isListening = false;
  let waiting: SystemWord[] = [];
  return {
    say(word) {
      if (isListening) send(word);
      else waiting = [...waiting, word].slice(-WAITING_MAX);
    },
    listen() {
      isListening = true;
      const due = waiting;
      waiting = [];
      for (const word of due) send(word);
    },
    deafen() {
      isListening = false;
    },
  };
}
