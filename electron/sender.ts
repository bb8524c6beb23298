/** Who may speak to main: the main frame of the desk's own window, showing the desk's own page. Pure. */
import { isDeskPage } from './address.ts';

/** As much of a frame as is looked at; `null` when it is gone already. */
export type Frame = { readonly url: string; readonly parent: unknown } | null;
export type Sender = { readonly frame: Frame; readonly webContentsId: number };

export function isOurs(sender: Sender, deskWebContentsId: number | null): boolean {
  const { frame } = sender;
  if (frame === null || deskWebContentsId === null) return false;
  return sender.webContentsId === deskWebContentsId && frame.parent === null && isDeskPage(frame.url);
}
