/** The locks on everything that shows a page: where it may go, what it may open, embed, load and be permitted. */
import { app, type Session, type WebContents } from 'electron';
import { isDeskPage } from './address.ts';
import type { House } from './house.ts';
import type { Log } from './log.ts';
import { mayFetch, mayHave, mayRequest } from './policy.ts';

/** For every web contents that this application ever makes, whoever makes it. */
export function lockContents(log: Log): void {
  app.on('web-contents-created', (_event, contents) => lockNavigation(contents, log));
}

export type SessionLock = {
  readonly house: () => House;
  readonly isDevelopment: boolean;
  readonly log: Log;
};

/** The page's session: egress and permissions, both denied by default. */
export function lockDeskSession(session: Session, { house, isDevelopment, log }: SessionLock): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    const isAllowed = mayRequest(details.url, house(), isDevelopment);
    if (!isAllowed) log.warn(`request denied: ${details.url.slice(0, 200)}`);
    answer({ cancel: !isAllowed });
  });
  // nats-server lets in programs, which name no origin, and pages of http and https that it was told of. This desk is a program.
  session.webRequest.onBeforeSendHeaders({ urls: ['ws://*/*', 'wss://*/*'] }, ({ requestHeaders }, answer) => {
    const { Origin: _ours, ...headers } = requestHeaders;
    answer({ requestHeaders: headers });
  });
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const isAllowed = mayHave(permission, details.requestingUrl, details.isMainFrame);
    if (!isAllowed) log.warn(`permission denied: ${permission}`);
    answer(isAllowed);
  });
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    mayHave(permission, details.requestingUrl ?? origin, details.isMainFrame),
  );
  session.setDevicePermissionHandler(() => false);
}

/** Main's own session: nothing but HTTP at the house. */
export function lockHouseSession(session: Session, { house, log }: Pick<SessionLock, 'house' | 'log'>): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    const isAllowed = mayFetch(details.url, house());
    if (!isAllowed) log.warn(`fetch denied: ${details.url.slice(0, 200)}`);
    answer({ cancel: !isAllowed });
  });
}

type Navigation = { readonly url?: string; preventDefault(): void };

function lockNavigation(contents: WebContents, log: Log): void {
  /** Fails closed: an event without an address is refused too. */
  const refuseForeign = (event: Navigation) => {
    if (event.url !== undefined && isDeskPage(event.url)) return;
    event.preventDefault();
    log.warn(`navigation denied: ${String(event.url).slice(0, 200)}`);
  };
  contents.on('will-navigate', refuseForeign);
  contents.on('will-frame-navigate', refuseForeign);
  contents.on('will-redirect', refuseForeign);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    log.warn(`new window denied: ${url.slice(0, 200)}`);
    return { action: 'deny' };
  });
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
