/** Which Electron this is, whether it may be shipped, and whether it runs sandboxed. Pure. */

/** The oldest of the three majors that are in support; to be raised with each release. */
export const MAJOR_MIN = 43;

/** A word for the log and the diagnosis when this Electron is not one that a release ships; else null. */
export function runtimeWarning(electronVersion: string): string | null {
  const major = Number.parseInt(electronVersion, 10);
  if (major >= MAJOR_MIN) return null;
  return `Electron ${electronVersion} is a test and demonstration vehicle: it is out of support and is never shipped.`;
}

export type SandboxWord = { readonly isRefused: boolean; readonly word: string };

/** Without the sandbox only as root on Linux, where Chromium cannot have one, and never silently. */
export function sandboxWord(hasNoSandbox: boolean, platform: NodeJS.Platform, uid: number | null): SandboxWord {
  if (!hasNoSandbox) return { isRefused: false, word: 'the sandbox of the operating system is on' };
  if (platform === 'linux' && uid === 0)
    return { isRefused: false, word: 'running as root: the sandbox of the operating system is OFF (--no-sandbox)' };
  return {
    isRefused: true,
    word: 'sandbox-required: --no-sandbox is for root on Linux only. Start the desk without it, as a normal user.',
  };
}
