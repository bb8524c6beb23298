/** One record in full, and of a bid the house's receipt with its proof: to read, to copy, to save. */
import { useEffect, useState } from 'react';
import type { Receipt as HouseReceipt } from '../../../protocol/log.ts';
import type { RecordReply } from '../../../protocol/review.ts';
import { useDesk } from '../../select.ts';
import { amountWords } from '../../words.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import styles from './receipt.module.css';
import { countWords, OUTCOMES, typeWords, wholeMomentWords, whyOf } from './row-words.ts';
import { useLotName, useReview, useReviewCurrency, useReviewOf } from './use-review.ts';

type Props = { readonly seq: number; readonly onClose: () => void };
type Found = { readonly reply: RecordReply } | { readonly error: string } | null;

export function Receipt({ seq, onClose }: Props) {
  const desk = useDesk();
  const found = useRecord(seq);
  const reply = found !== null && 'reply' in found ? found.reply : null;
  const receipt = reply?.receipt ?? null;
  const text = reply === null ? '' : JSON.stringify(receipt ?? reply.record, null, 2);
  const name = `${receipt === null ? 'record' : 'receipt'}-${seq}.json`;
  const [done, setDone] = useState('');
  const after = (what: Promise<unknown>, word: string) =>
    what.then(
      (ok) => setDone(ok === false ? '' : word),
      (cause: unknown) => setDone(cause instanceof Error ? cause.message : String(cause)),
    );
  return (
    <Dialog
      title={receipt === null ? `Record ${countWords(seq)}` : `Receipt of record ${countWords(seq)}`}
      onClose={onClose}
      wide
      actions={
        <>
          <span role="status">{done}</span>
          <Button disabled={text === ''} onClick={() => void after(desk.bridge.copy(text), 'Copied')}>
            Copy
          </Button>
          <Button disabled={text === ''} onClick={() => void after(desk.bridge.save(name, text), 'Saved')}>
            Save
          </Button>
        </>
      }
    >
      <Facts seq={seq} receipt={receipt} />
      <p className={styles.word}>{wordOf(found)}</p>
      <pre className={styles.text} tabIndex={0} role="region" aria-label="The record in full">
        {text}
      </pre>
    </Dialog>
  );
}

/** What was asked and what became of it, before the text that proves it. */
function Facts({ seq, receipt }: { readonly seq: number; readonly receipt: HouseReceipt | null }) {
  const review = useReviewOf();
  const currency = useReviewCurrency();
  const nameOf = useLotName();
  const row = useReview(() => review.pages.at(seq));
  if (row === null) return null;
  const money = (minor: number | null) => (minor === null ? null : amountWords(minor, currency));
  const lot = row.lot === null ? null : nameOf(row.lot);
  const moved = money(row.priceMinor);
  const why = whyOf(row);
  const facts: readonly (readonly [string, string | null])[] = [
    ['What', `${typeWords(row)}${row.channel === null ? '' : ` ${row.channel}`}`],
    ['Lot', lot === null ? null : `${lot.number}, ${lot.title}`],
    ['Paddle', row.paddle ?? row.bidder],
    ['Amount', money(row.amountMinor)],
    ['Price after it', moved === null ? null : `${moved}${row.leader === undefined ? '' : `, paddle ${row.leader}`}`],
    ['What beat it', receipt?.inLog === true ? (receipt.beatenBy?.words ?? null) : null],
    ...timesOf(receipt, row.at),
  ];
  return (
    <dl className={styles.facts}>
      <div>
        <dt>Became</dt>
        <dd>
          <StateMark mark={OUTCOMES[row.outcome]} /> {why}
        </dd>
      </div>
      {facts.map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** Sent by the desk's own clock; what the house no longer remembers is not shown. */
function timesOf(receipt: HouseReceipt | null, at: number): readonly (readonly [string, string | null])[] {
  const words = (time: number | null | undefined) => (time == null ? null : wholeMomentWords(time));
  return [
    ['Sent (desk)', words(receipt?.times.sentAt)],
    ['Received', words(receipt?.times.receivedAt)],
    ['Decided', wholeMomentWords(at)],
    ['Told', words(receipt?.times.toldAt)],
  ];
}

function wordOf(found: Found): string {
  if (found === null) return 'Asking…';
  if ('error' in found) return found.error;
  const { record, receipt } = found.reply;
  if (record === null) return 'There is no such record.';
  const at = `Decided by version ${record.rules} of the rules.`;
  if (receipt?.inLog === true) {
    return `${at} In the log, with its proof.`;
  }
  return `${at} ${record.command.type === 'PlaceBid' ? 'A proof can be given by the house that holds the log’s secrets.' : ''}`;
}

function useRecord(seq: number): Found {
  const review = useReviewOf();
  const [found, setFound] = useState<Found>(null);
  useEffect(() => {
    let isHere = true;
    setFound(null);
    review
      .source()
      .record(seq)
      .then(
        (reply) => isHere && setFound({ reply }),
        (cause: unknown) => isHere && setFound({ error: cause instanceof Error ? cause.message : String(cause) }),
      );
    return () => {
      isHere = false;
    };
  }, [review, seq]);
  return found;
}
