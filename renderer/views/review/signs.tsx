/** Signs that a person should look at a bidder, as the house found them in the log. They accuse nobody, and nothing acts on them. */
import { useCallback, useEffect, useState } from 'react';
import type { Sign, SignsReply } from '../../../protocol/anomaly.ts';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/panel.tsx';
import { Cell, type Column, VirtualTable } from '../parts/virtual-table.tsx';
import { countWords } from './row-words.ts';
import styles from './told.module.css';
import { useLotName, useReviewOf } from './use-review.ts';

/** The shares go by the least widths: a table that is narrow is as wide as the one column that wants most for its share. */
const COLUMNS: readonly Column[] = [
  { id: 'kind', head: 'Sign', track: 'minmax(9.75rem, 1.6fr)' },
  { id: 'paddle', head: 'Paddle', track: '3.75rem', align: 'end' },
  { id: 'bidder', head: 'Bidder', track: 'minmax(5rem, 0.85fr)' },
  { id: 'lot', head: 'Lot or seller', track: 'minmax(6rem, 1fr)' },
  { id: 'figure', head: 'Figure', track: 'minmax(7.5rem, 1.25fr)' },
];

export const KINDS: Readonly<Record<Sign['kind'], string>> = {
  'shill-score': 'Bids like a shill',
  losses: 'Loses with one seller',
  'quick-outbids': 'Outbids at once',
  burst: 'Burst of bids',
  'shared-device': 'Shares a desk',
  'shared-address': 'Shares an address',
};

export function Signs() {
  const review = useReviewOf();
  const [found, setFound] = useState<SignsReply | { readonly error: string } | null>(null);
  const ask = useCallback(() => {
    let isHere = true;
    review
      .source()
      .signs()
      .then(
        (reply) => isHere && setFound(reply),
        (cause: unknown) => isHere && setFound({ error: cause instanceof Error ? cause.message : String(cause) }),
      );
    return () => {
      isHere = false;
    };
  }, [review]);
  useEffect(ask, [ask]);
  const signs = found !== null && 'signs' in found ? found.signs : [];
  const paddles = found !== null && 'signs' in found ? found.paddles : {};
  return (
    <div className={styles.told}>
      <div className={styles.ask}>
        <Button size="small" onClick={() => void ask()}>
          Look again
        </Button>
        <p aria-live="polite">{wordsOf(found)}</p>
      </div>
      <VirtualTable
        label="Signs found"
        columns={COLUMNS}
        count={signs.length}
        rowRem={1.75}
        rowKey={(index) => keyOf(signs[index])}
        row={(index) => <Row sign={signs[index]} paddles={paddles} />}
        onSelect={(index) => {
          const sign = signs[index];
          // The record in which it became one.
          if (sign !== undefined && 'lastSeq' in sign) review.go(sign.lastSeq);
        }}
        empty={<Empty>{found === null ? 'Asking…' : 'No bidder gives a sign.'}</Empty>}
      />
    </div>
  );
}

function wordsOf(found: SignsReply | { readonly error: string } | null): string {
  if (found === null) return '';
  if ('error' in found) return found.error;
  const more = found.leftOut === 0 ? '' : `, and ${countWords(found.leftOut)} more`;
  const count = found.signs.length === 1 ? '1 sign' : `${countWords(found.signs.length)} signs`;
  return `${count}${more} by record ${countWords(found.seq)}`;
}

function keyOf(sign: Sign | undefined): string {
  if (sign === undefined) return '';
  const about = 'lot' in sign ? sign.lot : 'others' in sign ? sign.others.join() : sign.seller;
  return `${sign.kind} ${sign.bidder} ${about}`;
}

/** The number that made it a sign. */
export function figureWords(sign: Sign): string {
  switch (sign.kind) {
    case 'shill-score':
      return `${sign.score.toFixed(1)} of 10 on ${sign.lots} lots`;
    case 'losses':
      return `${sign.lost} of ${sign.lots} lots lost`;
    case 'quick-outbids':
      return `${sign.count} times`;
    case 'burst':
      return `${sign.count} bids in ${sign.withinMs / 1_000} s`;
    case 'shared-device':
    case 'shared-address':
      return `last on ${new Date(sign.lastAt).toLocaleDateString()}`;
  }
}

function aboutWords(sign: Sign, paddles: SignsReply['paddles'], numberOf: (lot: string) => string | number): string {
  if ('lot' in sign) return `Lot ${numberOf(sign.lot)}`;
  if ('others' in sign) return `With ${sign.others.map((other) => paddles[other] || other).join(', ')}`;
  return sign.seller === '' ? 'The whole sale' : sign.seller;
}

type RowProps = { readonly sign: Sign | undefined; readonly paddles: SignsReply['paddles'] };

function Row({ sign, paddles }: RowProps) {
  const nameOf = useLotName();
  if (sign === undefined) return null;
  return (
    <>
      <Cell>{KINDS[sign.kind]}</Cell>
      <Cell end>{paddles[sign.bidder] || '–'}</Cell>
      <Cell>{sign.bidder}</Cell>
      <Cell>{aboutWords(sign, paddles, (lot) => nameOf(lot).number)}</Cell>
      <Cell>{figureWords(sign)}</Cell>
    </>
  );
}
