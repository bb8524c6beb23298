/** Which records are listed: by lot, paddle, channel, outcome, reason and time. */
import { useState } from 'react';
import type { Channel } from '../../../protocol/command.ts';
import { REFUSE_REASONS, REJECT_REASONS } from '../../../protocol/event.ts';
import type { ReviewFilter } from '../../../protocol/wire.ts';
import { isFiltered } from '../../review/find.ts';
import { Button } from '../parts/button.tsx';
import { Field, Select } from '../parts/field.tsx';
import styles from './filters.module.css';
import { timeText, typedTime } from './typed-time.ts';
import { useReview, useReviewOf } from './use-review.ts';

const CHANNELS: readonly (readonly [Channel | '', string])[] = [
  ['', 'All'],
  ['online', 'Online'],
  ['floor', 'Floor'],
  ['phone', 'Phone'],
  ['book', 'Book'],
  ['house', 'House'],
];
const OUTCOMES: readonly (readonly [NonNullable<ReviewFilter['outcome']> | '', string])[] = [
  ['', 'All'],
  ['accepted', 'Accepted'],
  ['rejected', 'Rejected'],
  ['refused', 'Refused'],
];
/** Every reason that the rules know: whoever looks for one that came once must find it. */
const REASONS: readonly (readonly [string, string])[] = [...new Set<string>([...REJECT_REASONS, ...REFUSE_REASONS])]
  .sort()
  .map((code) => [code, `${code.charAt(0).toUpperCase()}${code.slice(1).replaceAll('-', ' ')}`]);
const PICK = ['', 'All'] as const;

/** A filter with one part set, or left out when there is nothing in it. */
function withPart<K extends keyof ReviewFilter>(
  filter: ReviewFilter,
  key: K,
  value: ReviewFilter[K] | '',
): ReviewFilter {
  const { [key]: _, ...rest } = filter;
  return value === '' || value === undefined ? rest : { ...rest, [key]: value };
}

export function Filters() {
  const review = useReviewOf();
  const filter = useReview((state) => state.filter);
  const catalogue = useReview((state) => state.catalogue);
  const set = <K extends keyof ReviewFilter>(key: K, value: ReviewFilter[K] | '') =>
    review.filter(withPart(filter, key, value));
  const lots: (readonly [string, string])[] = [...(catalogue?.lots ?? [])].map(([id, lot]) => [
    id,
    `${lot.number}, ${lot.title}`,
  ]);
  return (
    <div role="group" aria-label="Filter of the log" className={styles.filters}>
      <Select label="Lot" value={filter.lot ?? ''} options={[PICK, ...lots]} onChange={(lot) => set('lot', lot)} />
      <Paddle
        key={`paddle ${filter.bidder ?? ''}`}
        value={filter.bidder ?? ''}
        onSet={(bidder) => set('bidder', bidder)}
      />
      <Select
        label="Channel"
        value={filter.channel ?? ''}
        options={CHANNELS}
        onChange={(channel) => set('channel', channel)}
      />
      <Select
        label="Outcome"
        value={filter.outcome ?? ''}
        options={OUTCOMES}
        onChange={(outcome) => set('outcome', outcome)}
      />
      <Select
        label="Reason"
        value={filter.reason ?? ''}
        options={[PICK, ...REASONS]}
        onChange={(reason) => set('reason', reason)}
      />
      <Time
        key={`from ${filter.fromAt ?? ''}`}
        label="From"
        onSet={(at) => set('fromAt', at ?? '')}
        value={filter.fromAt}
      />
      <Time key={`to ${filter.toAt ?? ''}`} label="To" onSet={(at) => set('toAt', at ?? '')} value={filter.toAt} />
      <Button size="small" look="quiet" disabled={!isFiltered(filter)} onClick={() => review.filter({})}>
        Show all
      </Button>
    </div>
  );
}

function Paddle({ value, onSet }: { readonly value: string; readonly onSet: (bidder: string) => void }) {
  const [text, setText] = useState(value);
  const take = () => text.trim() !== value && onSet(text.trim());
  return (
    <Field
      label="Paddle"
      value={text}
      maxLength={64}
      placeholder="All"
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  );
}

type TimeProps = {
  readonly label: string;
  readonly value: number | undefined;
  readonly onSet: (at: number | null) => void;
};

/** A time of day on the day of the sale, or a whole date. */
function Time({ label, value, onSet }: TimeProps) {
  const day = useReview((state) => state.moment?.at ?? 0);
  const [shown] = useState(value === undefined ? '' : timeText(value, day));
  const [text, setText] = useState(shown);
  const [isWrong, setWrong] = useState(false);
  const take = () => {
    // A look into the field changes nothing, also when another day is on the screen by now.
    if (text === shown) return setWrong(false);
    const at = typedTime(text, day);
    setWrong(at === undefined);
    if (at !== undefined && (at ?? undefined) !== value) onSet(at);
  };
  return (
    <Field
      label={label}
      value={text}
      placeholder="hh:mm:ss"
      error={isWrong ? 'As 14:05:30' : null}
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  );
}
