/** Puts the desk together: the platform's bridge (or the browser's), the feed, the stores, the page. */
import { createRoot } from 'react-dom/client';
import type { DeskBridge } from '../protocol/bridge.ts';
import { App } from './app.tsx';
import { openBrowserBridge } from './browser.ts';
import { startFeed } from './feed/port.ts';
import { createSounds } from './sound.ts';
import { fetchSales } from './store/sales.ts';
import { createDesk } from './store.ts';
import { applyTheme } from './theme.ts';
import './theme.css';

declare global {
  interface Window {
    readonly rostrum?: DeskBridge;
  }
}

const nowMs = () => performance.now();
const feed = __PERF__ ? (await import('./perf.ts')).measured(startFeed()) : startFeed();
const desk = createDesk({
  bridge: window.rostrum ?? (await openBrowserBridge()),
  feed,
  storage: localStorage,
  passes: sessionStorage,
  sales: fetchSales,
  nowMs,
  wallMs: () => Date.now(),
  newId: () => crypto.randomUUID(),
  later: (run, ms) => setTimeout(run, ms),
  sounds: createSounds(nowMs),
  isAway: () => document.hidden || !document.hasFocus(),
});
applyTheme(
  desk.prefs,
  document.documentElement,
  window.matchMedia('(prefers-color-scheme: light)'),
  window.matchMedia('(prefers-contrast: more)'),
);
const host = document.getElementById('desk');
if (host === null) throw new Error('index.html has no #desk.');
// A file that is dropped beside its place would be opened instead of the desk.
for (const type of ['dragover', 'drop'] as const)
  window.addEventListener(type, (event) => {
    if (event.defaultPrevented || event.dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'none';
  });
createRoot(host).render(<App desk={desk} />);
void desk.sessions.start();
