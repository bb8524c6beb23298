/** The whole of what the preload gives to the page, and what a browser's stand-in must offer too (types only). */
import type { SetupRequest } from './setup.ts';
import type { LoginReply, LoginRequest } from './wire.ts';

export type SystemWord =
  | { readonly type: 'resume' }
  | { readonly type: 'suspend' }
  | { readonly type: 'open-lot'; readonly sale: string; readonly lot: string }
  /** The desk was loaded again after its page died or hung; pending bids are to be asked for by their ids. */
  | { readonly type: 'recovered'; readonly from: 'crash' | 'hang' };

export type DeskPlatform = {
  readonly kind: 'electron' | 'browser';
  readonly version: string;
  /** False where the operating system offers no key store: the key then lives for this session only, and the desk says so. */
  readonly keyIsSealed: boolean;
  readonly house: string;
};

/** A log file that is open for review; `name` is its folder's or file's last part, for the title. */
export type OpenedLog = { readonly name: string };
export type LogSort = 'file' | 'folder';

/** `window.rostrum` in Electron; `renderer/browser.ts` offers the same in a browser. A failed call rejects with an `Error` whose message is `code: sentence`. */
export type DeskBridge = {
  platform(): Promise<DeskPlatform>;
  /** The public nkey of this desk (`U…`). */
  publicKey(): Promise<string>;
  /** The Ed25519 signature over the given UTF-8 text, base64. The seed never leaves its keeper. */
  sign(text: string): Promise<string>;
  login(request: Omit<LoginRequest, 'publicKey'>): Promise<LoginReply>;
  renew(jwt: string): Promise<LoginReply>;
  logout(jwt: string): Promise<void>;
  /**
   * Signing in at the house's provider (OpenID Connect). `go` opens its page: on the desktop in the system's browser, and the call is
   * answered when the person has come back; a browser's desk leaves its page, and gets null. `back` is asked once by every page that
   * was just loaded: the answer to the sign-in that it came back from, or null.
   */
  provider(step: 'go' | 'back'): Promise<LoginReply | null>;
  /** Asks what a clerk may ask when a sale is set up, as the session of this JWT: one of the calls of `SetupRequest`, and no other address. */
  setup(jwt: string, request: SetupRequest): Promise<unknown>;
  notify(title: string, body: string, sale: string, lot: string): Promise<void>;
  save(name: string, text: string): Promise<boolean>;
  copy(text: string): Promise<void>;
  openExternal(url: string): Promise<boolean>;
  /** Ids of bids that were sent and not yet answered; kept across a crash. */
  pending(): Promise<readonly string[]>;
  keepPending(ids: readonly string[]): Promise<void>;
  diagnose(): Promise<string>;
  /**
   * Lets the user choose the log of a sale in the system's dialog (an exported file, or the log's folder: most systems show one or the other)
   * and opens it for review; null: nothing was chosen. One that cannot be read rejects, and the log that was open stays. In a browser always null.
   */
  openLogFile(of: LogSort): Promise<OpenedLog | null>;
  /** Opens what was dropped on the page, a `File` of the drop's own event: the path is read on the other side of the bridge. */
  openDroppedLog(dropped: unknown): Promise<OpenedLog>;
  /** Asks the reviewer of the opened log, a process of its own; the request and the reply are JSON of `server/review`. */
  reviewFile(request: unknown): Promise<unknown>;
  /** Calls back for words of the system; the return value takes the listener off. */
  onSystem(listener: (word: SystemWord) => void): () => void;
};
