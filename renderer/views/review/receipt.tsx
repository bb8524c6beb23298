/** One record in full, and of a bid the house's receipt with its proof: to read, to copy, to save. */
import { useEffect, useState } from 'react';
import type { RecordReply } from '../../../protocol/review.ts';
import { useDesk } from '../../select.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import styles from './receipt.module.css';
import { countWords, momentWords } from './row-words.ts';
import { useReviewOf } from './use-review.ts';

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
      <p className={styles.word}>{wordOf(found)}</p>
      <pre className={styles.text} tabIndex={0} role="region" aria-label="The record in full">
        {text}
      </pre>
    </Dialog>
  );
}

function wordOf(found: Found): string {
  if (found === null) return 'Asking…';
  if ('error' in found) return found.error;
  const { record, receipt } = found.reply;
  if (record === null) return 'There is no such record.';
  const at = `Decided at ${momentWords(record.at)}, rules version ${record.rules}.`;
  if (receipt?.inLog === true) {
    const beat = receipt.beatenBy === null ? '' : ` ${receipt.beatenBy.words}`;
    return `${at} In the log, with its proof.${beat}`;
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
