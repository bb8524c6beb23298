/** Every key of every desk: action, words, default. Own bindings replace a default; a view binds actions, never keys. */
import { createContext, useContext, useEffect } from 'react';
import { parseKeybinding, tinykeys } from 'tinykeys';
import type { Prefs } from './store/prefs.ts';

export type KeyAction = { readonly id: string; readonly words: string; readonly key: string; readonly desk: KeyDesk };
export type KeyDesk = 'everywhere' | 'bidder' | 'clerk' | 'review';

/** A desk adds its own by `registerKeys`; ids are `desk.action` and never renamed, since own bindings refer to them. */
const actions: KeyAction[] = [
  { id: 'all.help', words: 'Show these keys', key: '[Shift]+?', desk: 'everywhere' },
  { id: 'all.settings', words: 'Settings', key: ',', desk: 'everywhere' },
  { id: 'all.connection', words: 'Connection in detail', key: 'c', desk: 'everywhere' },
  { id: 'all.progress', words: 'Progress of the sale', key: 'i', desk: 'everywhere' },
  { id: 'all.mute', words: 'Sound on or off', key: 'm', desk: 'everywhere' },
];

export function registerKeys(more: readonly KeyAction[]): void {
  for (const action of more) if (!actions.some((known) => known.id === action.id)) actions.push(action);
}

export function keyActions(): readonly KeyAction[] {
  return actions;
}

/** The binding in force for an action, or undefined for an unknown one. */
export function keyOf(id: string, own: Prefs['keys']): string | undefined {
  return own[id] ?? actions.find((action) => action.id === id)?.key;
}

/** Actions of the same desk (or everywhere) that already answer to this key. */
export function clashes(id: string, key: string, own: Prefs['keys']): readonly KeyAction[] {
  const mine = actions.find((action) => action.id === id);
  const meets = (other: KeyAction) =>
    other.desk === mine?.desk || other.desk === 'everywhere' || mine?.desk === 'everywhere';
  return actions.filter((other) => other.id !== id && meets(other) && keyOf(other.id, own) === key);
}

/** How a binding reads on the screen: `Shift+B`, `Space`, `↑`. */
export function keyWords(key: string): string {
  return parseKeybinding(key)
    .map(([modifiers, , code]) => [...modifiers, NAMES[String(code)] ?? String(code).toUpperCase()].join('+'))
    .join(' then ');
}

const NAMES: Readonly<Record<string, string>> = {
  ' ': 'Space',
  Space: 'Space',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: 'Enter',
  Escape: 'Esc',
  Home: 'Home',
  End: 'End',
};

export const OwnKeys = createContext<Prefs['keys']>({});

/** Binds actions to what they do while the component is on screen. Typing in a field, or an open dialog, takes the keys. */
export function useKeys(bindings: Readonly<Record<string, (event: KeyboardEvent) => void>>): void {
  const own = useContext(OwnKeys);
  useEffect(() => {
    const map: Record<string, (event: KeyboardEvent) => void> = {};
    for (const [id, run] of Object.entries(bindings)) {
      const key = keyOf(id, own);
      if (key !== undefined)
        map[key] = (event) => {
          if (event.repeat || isTyping(event) || isPressing(event) || dialogIsOpen()) return;
          event.preventDefault();
          run(event);
        };
    }
    // Which events count is said above; the library's own rule would also skip radio buttons and check boxes.
    return tinykeys(window, map, { ignore: (event) => event.isComposing });
  }, [bindings, own]);
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (target === null) return false;
  // A radio button or a check box that was clicked keeps the focus, and takes no letters.
  if (target instanceof HTMLInputElement) return !/^(radio|checkbox|range)$/.test(target.type);
  return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Space and Enter on a button that has the focus press that button, and arrows on a radio button move it: nothing else. */
function isPressing(event: KeyboardEvent): boolean {
  if (event.key.startsWith('Arrow')) return event.target instanceof HTMLInputElement && event.target.type === 'radio';
  if (event.key !== ' ' && event.key !== 'Enter') return false;
  const target = event.target instanceof HTMLElement ? event.target : null;
  return target !== null && target.closest('button, a, summary, [role="button"]') !== null;
}

function dialogIsOpen(): boolean {
  return document.querySelector('[role="dialog"],[role="alertdialog"]') !== null;
}
