/** How the page looks just now, as one text that changes with it: what is drawn on canvas is drawn again then. Knows no setting. */
import { useSyncExternalStore } from 'react';

const SYSTEM = ['(forced-colors: active)', '(prefers-contrast: more)', '(prefers-color-scheme: dark)'] as const;

export function useLook(): string {
  return useSyncExternalStore(watch, lookNow);
}

/** The theme and the text are on the document's root (theme.ts), whoever chose them; the rest is the system's. */
function lookNow(): string {
  const { dataset, style } = document.documentElement;
  const system = SYSTEM.map((query) => Number(window.matchMedia(query).matches)).join('');
  return `${dataset.theme ?? ''} ${style.getPropertyValue('--text-scale')} ${system}`;
}

function watch(changed: () => void): () => void {
  const root = new MutationObserver(changed);
  root.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'style'] });
  const queries = SYSTEM.map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener('change', changed);
  return () => {
    root.disconnect();
    for (const query of queries) query.removeEventListener('change', changed);
  };
}
