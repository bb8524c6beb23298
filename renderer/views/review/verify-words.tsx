/** The proof of the whole log in words: the chain and every decision checked again, and the first record that is wrong. */
import type { LogHead } from '../../../protocol/wire.ts';
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
            <p>{sentence(reply.wrong.what)}</p>
            <p>
              {reply.wrong.seq > 1 && `Up to record ${countWords(reply.wrong.seq - 1)} nothing wrong was found. `}What
              this record and those after it say is not proven.
            </p>
            <Button size="small" onClick={() => review.go(reply.wrong?.seq ?? 1)}>
              Show record {countWords(reply.wrong.seq)}
            </Button>
          </>
        )}
      </div>
      {reply !== null && reply.head !== null && (
        <dl className={styles.head}>
          {reply.ok && <Head {...reply.head} />}
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
      {reply?.ok === true && reply.head === null && (
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

/** Not of a log that is wrong: the root and its signature would stand there as if they proved it. */
function Head({ root, size, signature }: LogHead) {
  return (
    <>
      <dt>Merkle root</dt>
      <dd>{root}</dd>
      <dt>Over</dt>
      <dd>{countWords(size)} records</dd>
      <dt>Signature over it</dt>
      <dd>{signature}</dd>
    </>
  );
}

function sentence(what: string): string {
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}${/[.!?]$/.test(what) ? '' : '.'}`;
}
