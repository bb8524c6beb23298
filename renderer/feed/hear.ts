/** What is subscribed of a sale, and where each message goes once it is checked. Knows no NATS and keeps nothing. */
import { subjects } from '../../protocol/subjects.ts';
import type { Head, Notice, SaleWord, Tick } from '../../protocol/wire.ts';
import { read } from './check.ts';
import type { Link } from './link.ts';

export type Ears = {
  /** Any word of the house: the connection lives. */
  readonly heard: () => void;
  /** True for a message the first time: two connections of a renewal bring everything twice. */
  readonly isNew: (key: string) => boolean;
  readonly tick: (tick: Tick) => unknown;
  readonly head: (head: Head) => unknown;
  readonly word: (word: SaleWord) => unknown;
  readonly notice: (notice: Notice) => unknown;
};

export function hearSale(link: Link, sale: string, user: string, ears: Ears): void {
  link.subscribe(subjects.tick(sale, '*'), (bytes) => {
    ears.heard();
    const tick = read.tick(bytes);
    // A tick that comes twice folds into nothing.
    if (tick !== null) ears.tick(tick);
  });
  link.subscribe(subjects.head(sale), (bytes) => {
    ears.heard();
    const head = read.head(bytes);
    if (head !== null && ears.isNew(`h${head.at}`)) ears.head(head);
  });
  link.subscribe(subjects.sale(sale), (bytes) => {
    const word = read.saleWord(bytes);
    if (word !== null && ears.isNew(JSON.stringify(word))) ears.word(word);
  });
  link.subscribe(subjects.you(sale, user), (bytes) => {
    const notice = read.notice(bytes);
    if (notice !== null && ears.isNew(JSON.stringify(notice))) ears.notice(notice);
  });
}
