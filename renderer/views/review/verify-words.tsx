/** The proof of the whole log in words: the chain and every decision checked again, and the first record that is wrong. */
import { Button } from '../parts/button.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { countWords } from './row-words.ts';
import { useReview, useReviewOf } from './use-review.ts';
import styles from './verify-words.module.css';

export function VerifyWords() {
  const review = useReviewOf();
  const verify = useReview((state) => state.verify);
  const reply = verify.phase === 'done' ? verify.reply : null;
  return (
    <div className={styles.verify}>
      <div role="status" className={styles.word}>
        {verify.phase === 'idle' && 'The log has not been verified here.'}
        {verify.phase === 'busy' && (
          <StateMark
            mark={{ shape: 'dashed', word: 'Verifying: every record is read and decided again…', tint: 'accent' }}
          />
        )}
        {reply?.ok === true && (
          <StateMark
            filled
            mark={{ shape: 'disc', word: `Right: ${countWords(reply.records)} records, chain and rules`, tint: 'good' }}
          />
        )}
        {reply?.ok === true && reply.notYet !== undefined && reply.notYet > 0 && (
          <p>{countWords(reply.notYet)} of them are about lots that are not closed, and cannot be judged yet.</p>
        )}
        {reply?.wrong != null && (
          <>
            <StateMark
              filled
              mark={{ shape: 'cross', word: `Wrong at record ${countWords(reply.wrong.seq)}`, tint: 'bad' }}
            />
            <p>{reply.wrong.what}</p>
            <Button size="small" onClick={() => review.go(reply.wrong?.seq ?? 1)}>
              Show record {countWords(reply.wrong.seq)}
            </Button>
          </>
        )}
      </div>
      {reply?.head != null && (
        <dl className={styles.head}>
          <dt>Merkle root</dt>
          <dd>{reply.head.root}</dd>
          <dt>Over</dt>
          <dd>{countWords(reply.head.size)} records</dd>
          <dt>Signature over it</dt>
          <dd>{reply.head.signature}</dd>
          {reply.fileKey !== undefined && (
            <>
              <dt>Key in the file</dt>
              <dd>
                {reply.fileKey}
                <br />
                Compare it with the key that you have from the house: a forger signs with another.
              </dd>
            </>
          )}
        </dl>
      )}
      {reply !== null && reply.head === null && (
        <p>
          A folder of the log alone carries no signed head: rostrum-verify checks the export against the house’s key.
        </p>
      )}
      <Button size="small" disabled={verify.phase === 'busy'} onClick={() => void review.verify()}>
        {reply === null ? 'Verify' : 'Verify again'}
      </Button>
    </div>
  );
}
