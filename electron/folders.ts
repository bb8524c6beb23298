/** Where the bundle finds its neighbours: in the package beside it, while developing in `out/`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export function deskFolderOf(here: string): string {
  return firstOf([join(here, 'desk'), join(here, '..', 'desk')]);
}

export function reviewModuleOf(here: string): string {
  return firstOf([join(here, 'review', 'serve.cjs'), join(here, '..', 'review', 'serve.cjs')]);
}

function firstOf(paths: readonly [string, string]): string {
  return existsSync(paths[0]) ? paths[0] : paths[1];
}
