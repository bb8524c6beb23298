/** The whole of what the preload gives to the page, and what a browser's stand-in must offer too (types only). */
import type { LoginReply, LoginRequest } from './wire.ts';

export type SystemWord =
  | { readonly type: 'resume' }
  | { readonly type: 'suspend' }
  | { readonly type: 'open-lot'; readonly sale: string; readonly lot: string };

export type DeskPlatform = {
  readonly kind: 'electron' | 'browser';
  readonly version: string;
  /** False where the operating system offers no key store: the key then lives for this session only, and the desk says so. */
  readonly keyIsSealed: boolean;
  readonly house: string;
};

/** `window.rostrum` in Electron; `renderer/browser.ts` offers the same in a browser. */
export type DeskBridge = {
  platform(): Promise<DeskPlatform>;
  /** The public nkey of this desk (`U…`). */
  publicKey(): Promise<string>;
  /** The Ed25519 signature over the given UTF-8 text, base64. The seed never leaves its keeper. */
  sign(text: string): Promise<string>;
  login(request: Omit<LoginRequest, 'publicKey'>): Promise<LoginReply>;
  renew(jwt: string): Promise<LoginReply>;
  logout(jwt: string): Promise<void>;
  notify(title: string, body: string, sale: string, lot: string): Promise<void>;
  save(name: string, text: string): Promise<boolean>;
  copy(text: string): Promise<void>;
  openExternal(url: string): Promise<boolean>;
  /** Ids of bids that were sent and not yet answered; kept across a crash. */
  pending(): Promise<readonly string[]>;
  keepPending(ids: readonly string[]): Promise<void>;
  diagnose(): Promise<string>;
  /** Calls back for words of the system; the return value takes the listener off. */
  onSystem(listener: (word: SystemWord) => void): () => void;
};
