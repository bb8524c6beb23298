/** Which log is open, and what can be taken from it: a file instead of the live sale, the proof, the exports. */
import { useState } from 'react';
import { type ExportFormat, exportText } from '../../review/export.ts';
import { isFiltered } from '../../review/find.ts';
import { useDesk, useLink, useSale } from '../../select.ts';
import { Button } from '../parts/button.tsx';
import { countWords } from './row-words.ts';
import styles from './tools.module.css';
import { type Opening, useReview, useReviewOf } from './use-review.ts';

const FORMATS: readonly (readonly [ExportFormat, string, string])[] = [
  ['csv', 'CSV', 'csv'],
  ['jsonl', 'JSON Lines', 'jsonl'],
  ['receipts', 'Receipts', 'receipts.jsonl'],
];

export function Tools({ opening }: { readonly opening: Opening }) {
  const review = useReviewOf();
  const saleId = useSale((state) => state.saleId);
  const isElectron = useLink((state) => state.platform?.kind === 'electron');
  const isLive = useReview((state) => state.isLive);
  const name = useReview((state) => state.name);
  const title = useReview((state) => state.catalogue?.title ?? null);
  const isOpening = useReview((state) => state.isOpening);
  const phase = useReview((state) => state.verify.phase);
  return (
    <div className={styles.tools}>
      <p className={styles.name}>
        <strong>{isLive ? 'Log of the live sale' : (title ?? name)}</strong>
        {!isLive && <span>file {name}</span>}
      </p>
      {isElectron && (
        <div role="group" aria-label="Open another log" className={styles.open}>
          <Button size="small" disabled={isOpening} onClick={() => void opening.run(review.openFile('file'))}>
            Open a file…
          </Button>
          <Button size="small" disabled={isOpening} onClick={() => void opening.run(review.openFile('folder'))}>
            Open a folder…
          </Button>
        </div>
      )}
      {!isLive && saleId !== null && (
        <Button size="small" onClick={() => review.openLive(saleId)}>
          Back to the live sale
        </Button>
      )}
      <Exports />
      <Button size="small" disabled={phase === 'busy'} keyHint="V" onClick={() => void review.verify()}>
        Verify
      </Button>
    </div>
  );
}

/** What the filter keeps, up to the last record that is known now. */
function Exports() {
  const desk = useDesk();
  const review = useReviewOf();
  const filtered = useReview((state) => isFiltered(state.filter));
  const [word, setWord] = useState('');
  const [isBusy, setBusy] = useState(false);
  const take = async (format: ExportFormat, ending: string) => {
    const { filter, lastSeq, name } = review.store.getState();
    setBusy(true);
    try {
      const made = await exportText(review.source(), format, filter, lastSeq, (seq) =>
        setWord(`Reading ${countWords(seq)} of ${countWords(lastSeq)}…`),
      );
      const saved = await desk.bridge.save(`${name}.${ending}`, made.text);
      const partly = made.isWhole ? '' : ' The log has more: export it by the command line.';
      setWord(saved ? `Saved ${countWords(made.count)} lines.${partly}` : 'Not saved.');
    } catch (cause) {
      setWord(`Not exported: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
    setBusy(false);
  };
  return (
    <div role="group" aria-label="Export" className={styles.exports}>
      <span role="status" className={styles.word}>
        {word}
      </span>
      <span>{filtered ? 'Export what is listed' : 'Export'}</span>
      {FORMATS.map(([format, words, ending]) => (
        <Button key={format} size="small" disabled={isBusy} onClick={() => void take(format, ending)}>
          {words}
        </Button>
      ))}
    </div>
  );
}
