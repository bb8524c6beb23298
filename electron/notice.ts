/** System notifications whose click opens a lot. */
import { Notification } from 'electron';

/** Held, or the garbage collector takes the click with it. */
const shown = new Set<Notification>();
const SHOWN_MAX = 20;

export type Notice = { readonly title: string; readonly body: string };

export function notify(notice: Notice, onClick: () => void): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ ...notice, silent: true });
  const forget = () => shown.delete(notification);
  notification.once('click', () => {
    forget();
    onClick();
  });
  notification.once('close', forget);
  notification.once('failed', forget);
  for (const old of shown) if (shown.size >= SHOWN_MAX) shown.delete(old);
  shown.add(notification);
  notification.show();
}
