/** Runs in the desk's page: reads its markup, so that the naive page draws the very same one. Knows no store and no React. */

export type Mark =
  | string
  /** What a tick writes. */
  | { readonly slot: 'priceMinor' | 'askMinor' }
  | { readonly tag: string; readonly attrs: Readonly<Record<string, string>>; readonly children: readonly Mark[] };

export type Markup = {
  /** Attributes of the document's own element: theme and text size. */
  readonly root: Readonly<Record<string, string>>;
  /** Paths of the style sheets. */
  readonly styles: readonly string[];
  readonly desk: Mark;
};

/** Of a desk on which every lot has a price. */
export function readMarkup(): Markup {
  const SLOTS = [null, 'priceMinor', 'askMinor'] as const;
  const attrsOf = (element: Element) =>
    Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]));
  const table = document.querySelector('[role=table][aria-label=Lots]');

  const slotOf = (text: Node) => {
    const cell = text.parentElement?.closest('[role=cell]');
    const row = cell?.closest('[role=row]');
    if (cell === null || cell === undefined || row === null || row === undefined) return null;
    if (table?.contains(row) !== true || !/\d/.test(text.nodeValue ?? '')) return null;
    const slot = SLOTS[[...row.children].indexOf(cell)] ?? null;
    return slot === null ? null : { slot };
  };
  const read = (node: Node): Mark | null => {
    if (node instanceof Text) return slotOf(node) ?? node.data;
    if (!(node instanceof Element)) return null;
    const children = [...node.childNodes].map(read).filter((child) => child !== null);
    return { tag: node.tagName.toLowerCase(), attrs: attrsOf(node), children };
  };

  const desk = document.getElementById('desk');
  if (desk === null) throw new Error('the page has no #desk');
  const links = document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]');
  const mark = read(desk);
  if (mark === null) throw new Error('#desk is no element');
  return {
    root: attrsOf(document.documentElement),
    styles: [...links].map(({ href }) => new URL(href).pathname),
    desk: mark,
  };
}

/** What the board says of each lot's price. */
export function readPrices(): readonly { readonly lot: string; readonly price: string }[] {
  const rows = document.querySelectorAll('[role=table][aria-label=Lots] [role=row]:has([role=cell])');
  return [...rows].map((row) => ({
    lot: `l${Number(row.getAttribute('aria-rowindex')) - 2}`,
    price: row.children[1]?.textContent ?? '',
  }));
}
