/** The ways in which a desk is looked at: sizes, themes, text, eyes and systems. What a picture or a check of access goes through. */
import type { CDPSession, Page } from '@playwright/test';
import { turnTo } from './stage.ts';

export type Eyes = 'protanopia' | 'deuteranopia' | 'tritanopia' | 'achromatopsia';
export type Theme = 'dark' | 'light' | 'contrast';

export type Look = {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly theme?: Theme;
  readonly textScale?: number;
  readonly eyes?: Eyes;
  readonly isForced?: boolean;
  /** The system asks for more contrast. */
  readonly isMore?: boolean;
};

const wide = { width: 1920, height: 1080 } as const;
const small = { width: 1280, height: 800 } as const;

export const SIZES: readonly Look[] = [
  { name: '1280 dark', ...small },
  { name: '1920 dark', ...wide },
  { name: '2560 light', width: 2560, height: 1440, theme: 'light' },
  { name: '1280 text 200 %', ...small, textScale: 2 },
];
export const SYSTEMS: readonly Look[] = [
  { name: 'forced colours', ...small, isForced: true },
  { name: 'forced, light', ...small, theme: 'light', isForced: true },
  { name: 'contrast theme', ...small, theme: 'contrast' },
  { name: 'more contrast', ...small, isMore: true },
];
export const EYES: readonly Look[] = (['protanopia', 'deuteranopia', 'tritanopia', 'achromatopsia'] as const).map(
  (eyes) => ({ name: eyes, ...small, eyes }),
);

/** Turns the page to a look and back again with the next one. The theme and the text are the person's own setting, kept by the desk. */
export async function turnToLook(page: Page, session: CDPSession, look: Look): Promise<void> {
  const { width, height, theme = 'dark', textScale = 1, eyes, isForced = false, isMore = false } = look;
  await page.setViewportSize({ width, height });
  await page.emulateMedia({
    colorScheme: theme === 'light' ? 'light' : 'dark',
    forcedColors: isForced ? 'active' : 'none',
    contrast: isMore ? 'more' : 'no-preference',
  });
  await session.send('Emulation.setEmulatedVisionDeficiency', { type: eyes ?? 'none' });
  const { theme: worn, scale } = await page.evaluate(() => ({
    theme: document.documentElement.dataset.theme ?? '',
    scale: document.documentElement.style.getPropertyValue('--text-scale'),
  }));
  if (worn !== theme || scale !== String(textScale)) await choose(page, theme, textScale);
}

const THEMES: Readonly<Record<Theme, string>> = { dark: 'Dark', light: 'Light', contrast: 'High contrast' };

/** As a person does it; before the sign-in there are no settings, and what was chosen earlier holds. */
async function choose(page: Page, theme: Theme, textScale: number): Promise<void> {
  const settings = page.getByRole('button', { name: 'Settings' });
  if ((await settings.count()) === 0) {
    const prefs = JSON.stringify({ theme, textScale });
    await page.evaluate((text) => localStorage.setItem('rostrum.prefs.v1', text), prefs);
    await page.reload();
    return;
  }
  await settings.click();
  await turnTo(page, THEMES[theme]);
  await turnTo(page, `${textScale * 100} %`);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await settings.blur();
}

/** Pictures are there and two frames have been painted: what stands still stands. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    await Promise.all(document.getAnimations().map((each) => each.finished.catch(() => undefined)));
  });
}
