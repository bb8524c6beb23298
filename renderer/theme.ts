/** Puts the looks that a person chose on the document's root. The tokens themselves are in theme.css. */
import type { Prefs, PrefsStore, Theme } from './store/prefs.ts';

type Root = Pick<HTMLElement, 'dataset' | 'style'>;

/** Applies now and on every change; gives back what stops it. */
export function applyTheme(prefs: PrefsStore, root: Root, prefersLight: MediaQueryList, moreContrast: MediaQueryList) {
  const apply = () => dress(root, prefs.getState(), systemTheme(prefersLight.matches, moreContrast.matches));
  apply();
  prefersLight.addEventListener('change', apply);
  moreContrast.addEventListener('change', apply);
  const off = prefs.subscribe(apply);
  return () => {
    off();
    prefersLight.removeEventListener('change', apply);
    moreContrast.removeEventListener('change', apply);
  };
}

function dress(root: Root, { theme, textScale, still }: Prefs, system: Exclude<Theme, 'system'>): void {
  root.dataset.theme = theme === 'system' ? system : theme;
  root.dataset.motion = still ? 'still' : 'full';
  root.style.setProperty('--text-scale', String(textScale));
}

function systemTheme(light: boolean, contrast: boolean): Exclude<Theme, 'system'> {
  if (contrast) return 'contrast';
  return light ? 'light' : 'dark';
}
