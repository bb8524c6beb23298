/** What the house said: to all (holds, overrides with their reasons, messages) and to this bidder alone. Newest first. */
import type { Notice, SaleWord } from '../../../protocol/wire.ts';
import { useCurrency, useDesk, useSale } from '../../select.ts';
import type { Desk } from '../../store.ts';
import { amountWords, holdWords, overrideWords } from '../../words.ts';
import { Empty } from '../parts/panel.tsx';
import styles from './house-words.module.css';
import { timeWords } from './ladder.tsx';

export function HouseWords() {
  const desk = useDesk();
  const currency = useCurrency();
  const words = useSale((state) => state.words);
  const notices = useSale((state) => state.notices);
  const lines = [
    ...words.map((word) => ({ at: word.at, mine: false, text: saleWords(word, desk, currency) })),
    ...notices.map((notice) => ({ at: notice.at, mine: true, text: noticeWords(notice, desk, currency) })),
  ].sort((a, b) => b.at - a.at);
  if (lines.length === 0) return <Empty>The house has said nothing yet.</Empty>;
  return (
    <ol className={styles.list} tabIndex={0} aria-label="Words of the house">
      {lines.map(({ at, mine, text }) => (
        <li key={`${at}${text}`} className={styles.line}>
          <span className={styles.at}>{timeWords(at)}</span>
          <span className={styles.to}>{mine ? 'to you' : 'to all'}</span>
          <span>{text}</span>
        </li>
      ))}
    </ol>
  );
}

function lotName(lot: string, desk: Desk): string {
  const face = desk.lots.get(lot)?.getState();
  return face === undefined ? 'a lot' : `lot ${face.lot.number}`;
}

function front(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function saleWords(word: SaleWord, desk: Desk, currency: string): string {
  switch (word.type) {
    case 'held':
      return `The sale is held: ${holdWords(word.reason)}.`;
    case 'resumed':
      return 'The sale goes on.';
    case 'registered':
      return `${word.count} bidders are registered.`;
    case 'override': {
      const amount = word.amountMinor === undefined ? '' : ` ${amountWords(word.amountMinor, currency)}`;
      return `${front(lotName(word.lot, desk))}: ${overrideWords(word.what)}${amount}. ${word.reason}`;
    }
    case 'message':
      return word.text;
  }
}

function noticeWords(notice: Notice, desk: Desk, currency: string): string {
  const money = (minor: number | null) => (minor === null ? 'none' : amountWords(minor, currency));
  switch (notice.type) {
    case 'outbid':
      return `Outbid on ${lotName(notice.lot, desk)} at ${money(notice.priceMinor)}.`;
    case 'leading':
      return `Leading on ${lotName(notice.lot, desk)} at ${money(notice.priceMinor)}.`;
    case 'won':
      return `Won ${lotName(notice.lot, desk)} for ${money(notice.hammerMinor)}, premium ${money(notice.premiumMinor)}.`;
    case 'voided':
      return `Your bid on ${lotName(notice.lot, desk)} was voided: ${notice.reason}`;
    case 'max':
      return `Your maximum on ${lotName(notice.lot, desk)}: ${money(notice.maxMinor)}.`;
    case 'limit':
      return `Your limit: ${money(notice.limitMinor)}, of which ${money(notice.usedMinor)} counts.`;
    case 'suspended':
      return `You are suspended: ${notice.reason}`;
    case 'reinstated':
      return 'You may bid again.';
  }
}
