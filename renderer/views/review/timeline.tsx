/** Time travel: the place in the log, by slider, step, number and play. What is said here is said of the moment table too. */
import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight, Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { SPEEDS } from '../../review/play.ts';
import type { ReadTo } from '../../review/reading.ts';
import { seqAt } from '../../review/seek.ts';
import { Button } from '../parts/button.tsx';
import { Field, Select } from '../parts/field.tsx';
import { countWords, dayWords, momentWords, wholeMomentWords, zoneWords } from './row-words.ts';
import styles from './timeline.module.css';
import { typedTime } from './typed-time.ts';
import { useLate, useReview, useReviewOf } from './use-review.ts';

const icon = { size: '1.1em', 'aria-hidden': true } as const;
const SPEED_WORDS = SPEEDS.map((speed) => [String(speed), `${speed}×`] as const);

export function Timeline() {
  const review = useReviewOf();
  const seq = useReview((state) => state.seq);
  const lastSeq = useReview((state) => state.lastSeq);
  const isPlaying = useReview((state) => state.isPlaying);
  const speed = useReview((state) => state.speed);
  const follows = useReview((state) => state.follows && state.isLive);
  const isLive = useReview((state) => state.isLive);
  const reading = useReview((state) => state.reading);
  const at = useReview((state) => (state.moment?.seq === state.seq ? state.moment.at : null));
  const before = useReview((state) => state.moment?.at ?? null);
  const isLate = useLate(at === null);
  const shownAt = at ?? (isLate ? null : before);
  return (
    <section aria-label="Time travel" className={styles.timeline}>
      <div className={styles.steps}>
        <Button size="small" aria-label="First record" title="First record (Home)" onClick={() => review.go(1)}>
          <ChevronFirst {...icon} />
        </Button>
        <Button
          size="small"
          aria-label="One back"
          title="One back (←)"
          disabled={seq <= 1}
          onClick={() => review.step(-1)}
        >
          <ChevronLeft {...icon} />
        </Button>
        <Button
          size="small"
          aria-label={isPlaying ? 'Stop' : 'Play'}
          title="Play or stop (Space)"
          onClick={() => review.play(!isPlaying)}
        >
          {isPlaying ? <Pause {...icon} /> : <Play {...icon} />}
        </Button>
        <Button
          size="small"
          aria-label="One on"
          title="One on (→)"
          disabled={seq >= lastSeq}
          onClick={() => review.step(1)}
        >
          <ChevronRight {...icon} />
        </Button>
        <Button size="small" aria-label="Last record" title="Last record (End)" onClick={() => review.follow()}>
          <ChevronLast {...icon} />
        </Button>
      </div>
      <Select
        label="Speed"
        bare
        value={String(speed)}
        options={SPEED_WORDS}
        onChange={(chosen) => review.setSpeed(SPEEDS.find((each) => String(each) === chosen) ?? speed)}
      />
      <input
        type="range"
        className={styles.slider}
        aria-label="Record"
        aria-valuetext={`Record ${seq} of ${lastSeq}${at === null ? '' : `, ${momentWords(at)}`}`}
        min={lastSeq === 0 ? 0 : 1}
        max={lastSeq}
        value={seq}
        onChange={(event) => review.go(Number(event.target.value))}
      />
      <GoTo seq={seq} />
      <span className={styles.of}>of {countWords(lastSeq)}</span>
      {reading === null ? <Moment at={shownAt} /> : <Reading {...reading} />}
      {isLive && (
        <Button size="small" look={follows ? 'plain' : 'quiet'} aria-pressed={follows} onClick={() => review.follow()}>
          {follows ? '● Following' : '○ Follow'}
        </Button>
      )}
    </section>
  );
}

/** With its day and its zone: a log that is looked at next week, or elsewhere, has the same words for another moment. */
function Moment({ at }: { readonly at: number | null }) {
  if (at === null) return <time className={styles.at}>…</time>;
  return (
    <time className={styles.at} dateTime={new Date(at).toISOString()} title={wholeMomentWords(at)}>
      <span className={styles.of}>{dayWords(at)}</span> {momentWords(at)}{' '}
      <span className={styles.of}>{zoneWords(at)}</span>
    </time>
  );
}

/** A log of a million records is read for some seconds before a moment of it can be shown. */
function Reading({ seq, lastSeq }: ReadTo) {
  const words = `Reading the log: ${Math.floor((100 * seq) / lastSeq)} %`;
  return (
    <span className={styles.reading}>
      <progress aria-label="Reading the log" max={lastSeq} value={seq} /> {words}
    </span>
  );
}

/** A record by its number, or the last one by a time of day. What is being typed stays while a live sale goes on: the number that was there is only where it began. */
function GoTo({ seq }: { readonly seq: number }) {
  const review = useReviewOf();
  const [typed, setTyped] = useState<{ readonly from: string; readonly text: string } | null>(null);
  const { from, text } = typed ?? { from: String(seq), text: String(seq) };
  const seek = async (at: number) => {
    const source = review.source();
    const found = await seqAt(source, review.store.getState().lastSeq, at).catch(() => null);
    // A log that was opened meanwhile has other records.
    if (found === null || source !== review.source()) return;
    review.go(found);
    setTyped(null);
  };
  const go = () => {
    if (text === from) return;
    if (/^\d+$/.test(text)) return review.go(Number(text));
    // What is no time either leaves the moment where it is.
    const at = typedTime(text, review.store.getState().moment?.at ?? 0);
    if (at != null) void seek(at);
  };
  return (
    <div className={styles.number}>
      <Field
        label="Record number"
        bare
        value={text}
        onFocus={() => setTyped({ from: text, text })}
        title="A record, or a time: 14:05:30"
        maxLength={23}
        onChange={(event) => setTyped({ from, text: event.target.value.replace(/[^\d:.\- ]/g, '') })}
        onBlur={() => {
          go();
          setTyped(null);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          go();
          setTyped({ from: text, text });
        }}
      />
    </div>
  );
}
