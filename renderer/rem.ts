/** How many pixels a rem has, which the style sheet says (theme.css): by the text size that was chosen, and more on a large screen, to which a window can be moved. */
import { useSyncExternalStore } from 'react';

export function useRemPx(): number {
  return useSyncExternalStore(watch, remPxNow);
}

export function remPxNow(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}

function watch(changed: () => void): () => void {
  const root = new MutationObserver(changed);
  root.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  window.addEventListener('resize', changed);
  return () => {
    root.disconnect();
    window.removeEventListener('resize', changed);
  };
}
