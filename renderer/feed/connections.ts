/**
 * Which connection is the desk's: opened, replaced by another before it is left, given up when it is half open. Knows no sale, and
 * not what comes by it; what a connection that stands or is lost means is its owner's to say.
 */
import type { Link, OpenLink } from './link.ts';
import type { LinkFacts } from './pulse.ts';
import type { FeedWord, Pass } from './words.ts';

/** A connection that could not be opened is opened again after this. */
const OPEN_AGAIN_MS = 3_000;
/** The connection before stays this long after a renewal, for what is still on its way. */
const OVERLAP_MS = 2_000;
/** How long a connection that is left may take to say what is still under way on it: it may be half open. */
const FLUSH_MS_MAX = 2_000;

export type Why = 'first' | 'renewal' | 'again';

export type Connections = {
  /** The last that stood; null before the first. */
  readonly link: () => Link | null;
  readonly facts: () => Pick<LinkFacts, 'hasLink' | 'isUp' | 'attempt' | 'downSinceMs'>;
  /** Another one, beside the one that stands; what the one before says of itself counts no longer. */
  readonly open: (why: Why) => Promise<void>;
  /** The one that stands is taken for lost: closing it would wait for bytes that never leave. */
  readonly giveUp: () => void;
  readonly close: () => void;
};

type Owner = {
  readonly post: (word: FeedWord) => void;
  readonly later: (run: () => void, ms: number) => () => void;
  readonly monoMs: () => number;
  readonly openLink: OpenLink;
  readonly sign: (nonce: string) => Promise<string>;
  /** Null: nobody is signed in any more. */
  readonly pass: () => Pass | null;
  /** Subscribes to all that is to be heard by it, before it is used. */
  readonly hear: (link: Link, pass: Pass) => void;
  /** True while nothing is missing of what came until now. */
  readonly isSynced: () => boolean;
  readonly onUp: () => void;
  readonly onDown: () => void;
  readonly onAttempt: () => void;
  readonly onDenied: () => void;
};

export function createConnections(owner: Owner): Connections {
  const { post, later, monoMs } = owner;
  let link: Link | null = null;
  let generation = 0;
  let isUp = false;
  let attempt = 0;
  let downSinceMs = 0;

  const stand = () => {
    isUp = true;
    attempt = 0;
    owner.onUp();
  };
  const fall = () => {
    isUp = false;
    attempt = 0;
    downSinceMs = monoMs();
  };

  const open = async (why: Why) => {
    generation += 1;
    const mine = generation;
    const isMine = () => mine === generation;
    const before = link;
    const events = {
      onAttempt: () => {
        if (!isMine() || isUp) return;
        attempt += 1;
        owner.onAttempt();
      },
      onDown: () => {
        if (!isMine()) return;
        fall();
        owner.onDown();
      },
      onUp: () => isMine() && stand(),
      onDenied: () => isMine() && owner.onDenied(),
      onForbidden: (what: string) => post({ type: 'fault', code: 'FEED_FORBIDDEN', message: what }),
    };
    try {
      const fresh = await owner.openLink(() => owner.pass() as Pass, owner.sign, events);
      const pass = owner.pass();
      if (!isMine() || pass === null) return void fresh.close();
      owner.hear(fresh, pass);
      await fresh.flush();
      if (!isMine()) return void fresh.close();
      link = fresh;
      if (before !== null) later(() => void leave(before), why === 'renewal' ? OVERLAP_MS : 0);
      // A renewal that lost nothing is no reason to stop: the ticks of both connections were folded.
      if (why === 'renewal' && isUp && owner.isSynced()) return;
      stand();
    } catch (cause) {
      if (isMine()) post({ type: 'fault', code: 'FEED_OPEN', message: String(cause) });
      if (isMine() && why !== 'renewal')
        later(() => isMine() && owner.pass() !== null && void open(why), OPEN_AGAIN_MS);
    }
  };

  /** A tick that was routed before the new subscription stood comes by the old connection only: what is under way there is heard out first. */
  const leave = async (old: Link) => {
    await Promise.race([old.flush().catch(() => {}), new Promise<void>((resolve) => later(resolve, FLUSH_MS_MAX))]);
    await old.close();
  };

  return {
    link: () => link,
    facts: () => ({ hasLink: link !== null, isUp, attempt, downSinceMs }),
    open,
    giveUp: fall,
    close() {
      generation += 1;
      void link?.close();
      link = null;
      isUp = false;
    },
  };
}
