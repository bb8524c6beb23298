/** Whether a screen can be used by whoever cannot see it, or sees it in another way: axe, whole in one theme, and every colour of the others. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const THEMES = ['dark', 'light', 'contrast'] as const;

/** What is right is not written down: that is most of the work. */
const ONLY_FINDINGS = { resultTypes: ['violations' as const], preload: false };
/** Rows of a long table are made alike: the first dozen of those in sight speak for all. */
const MORE_ROWS = '[role="rowgroup"] > [role="row"]:nth-child(n + 13)';
/** What is run in a page that has axe already: half a megabyte is not read again for every look. */
const ALREADY_THERE = 'void 0';
const DIALOG = '[role="dialog"], [role="alertdialog"]';

export async function expectNoFinding(page: Page, screen: string): Promise<void> {
  const findings: string[] = [];
  const look = async (where: string, builder: AxeBuilder) => {
    const { violations } = await builder.analyze();
    for (const { id, nodes } of violations)
      for (const { html, failureSummary = '' } of nodes) findings.push(`${where}: ${id}: ${html} ${failureSummary}`);
  };
  // A theme is put on at once: a hundred and twenty milliseconds of colours on their way, five times a screen, were most of the wait.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  // What lies behind a dialog has its own turn.
  const hasDialog = (await page.locator(DIALOG).count()) > 0;
  let isThere = await page.evaluate(() => 'axe' in window);
  const axe = () => {
    const source = isThere ? { axeSource: ALREADY_THERE } : {};
    isThere = true;
    // Without a page of its own, which Electron cannot open: it is for frames of other origins, and there are none.
    const builder = new AxeBuilder({ page, ...source }).setLegacyMode(true).options(ONLY_FINDINGS).exclude(MORE_ROWS);
    return hasDialog ? builder.include(DIALOG) : builder;
  };
  const worn = await page.evaluate(() => document.documentElement.dataset.theme ?? 'dark');
  for (const theme of THEMES) {
    await wear(page, theme);
    // The structure is the same in each of them.
    await look(`${screen}, ${theme}`, theme === 'dark' ? axe() : axe().withRules(['color-contrast']));
  }
  await page.emulateMedia({ forcedColors: 'active' });
  await wear(page, 'dark');
  await look(`${screen}, forced colours`, axe().withRules(['color-contrast']));
  await page.emulateMedia({ forcedColors: 'none', reducedMotion: 'no-preference' });
  await wear(page, worn);
  // Soft: whoever mends one finding wants to see the others.
  expect.soft(findings).toEqual([]);
}

/** Put on at once, without the settings, which a dialog would cover; a colour on its way to another is neither. */
async function wear(page: Page, theme: string): Promise<void> {
  await page.evaluate(async (name) => {
    document.documentElement.dataset.theme = name;
    await new Promise((done) => requestAnimationFrame(done));
    await Promise.all(document.getAnimations().map((each) => each.finished.catch(() => undefined)));
  }, theme);
}
