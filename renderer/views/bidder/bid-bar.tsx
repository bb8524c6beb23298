/** The bid button, the own maximum, and what became of the last press. The button bids exactly the ask it shows. */
import { type RefObject, useState } from 'react';
import { dutchClock } from '../../dutch.ts';
import { keyOf, keyWords } from '../../keys.ts';
import {
  useCurrency,
  useIsOld,
  useLatestBid,
  useLot,
  useLotPaced,
  useOpenBid,
  usePrefs,
  useSaleMs,
  useStance,
} from '../../select.ts';
import { amountTyped, amountWords } from '../../words.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { LiveMoney } from '../parts/live-money.tsx';
import { Money } from '../parts/money.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import styles from './bid-bar.module.css';
import { bidMark, bidSentence } from './bid-words.ts';
import { Result } from './result.tsx';
import { useAtStake } from './use-at-stake.ts';
import type { Bidding } from './use-bidding.ts';
import { useFate } from './use-fate.ts';

/** Where a maximum counts from is a hint: in a flood it follows twice a second. */
const HINT_EVERY_MS = 500;

type Props = {
  readonly lot: string;
  readonly bidding: Bidding;
  readonly maxField: RefObject<HTMLInputElement | null>;
};

export function BidBar({ lot, bidding, maxField }: Props) {
  const format = useLot(lot, (face) => face.lot.format);
  const status = useLot(lot, ({ tick }) => tick?.status ?? null);
  const isOver = status === 'sold' || status === 'passed' || status === 'withdrawn';
  return (
    <div className={styles.bar}>
      {format !== 'sealed' && !isOver && <BidButton lot={lot} bidding={bidding} />}
      {format !== 'dutch' && !isOver && (
        <Maximum key={lot} lot={lot} bidding={bidding} maxField={maxField} isSealed={format === 'sealed'} />
      )}
      {isOver && <Result lot={lot} />}
      <Outcome lot={lot} bidding={bidding} />
      <Confirm lot={lot} bidding={bidding} />
    </div>
  );
}

function BidButton({ lot, bidding }: Pick<Props, 'lot' | 'bidding'>) {
  const own = usePrefs((prefs) => prefs.keys);
  const stance = useStance(lot);
  const old = useIsOld(lot);
  const openBid = useOpenBid(lot);
  const status = useLot(lot, ({ tick }) => tick?.status ?? null);
  // An ask that only rises does not come here: `LiveMoney` writes it.
  const falling = useLot(lot, (face) => (face.lot.format === 'dutch' ? face : null));
  const house = useSaleMs(falling === null ? 60_000 : 100);
  const fallen = falling === null ? null : dutchClock(falling.lot, falling.tick, house);
  const isAsked = useLot(lot, ({ tick }) => tick !== null && tick.askMinor !== null) ?? false;
  const hasAsk = falling === null ? isAsked : fallen !== null;
  const isOpen = status === 'open' || status === 'warned';
  const off = bidding.whyNot !== null || !hasAsk || !isOpen || stance === 'leading' || openBid !== null;
  return (
    <Button
      look="primary"
      size="large"
      className={styles.bid}
      aria-disabled={off}
      onPointerDown={bidding.down}
      onClick={() => {
        if (!off) bidding.press();
      }}
      data-again={bidding.again}
      keyHint={off ? undefined : keyWords(keyOf('bidder.bid', own) ?? '')}
    >
      {words()}
    </Button>
  );

  function words() {
    if (!isOpen) return status === 'upcoming' ? 'Not open yet' : 'Closed';
    if (openBid !== null) return openBid.status.state === 'pending' ? 'Asking the house…' : 'Unknown, resolving…';
    if (stance === 'leading') return old ? 'You led when last heard' : 'You lead';
    if (!hasAsk) return 'No ask';
    return (
      <>
        {bidding.again ? 'Changed: bid' : 'Bid'}{' '}
        {falling === null ? <LiveMoney lot={lot} of="askMinor" size="price" /> : <Money minor={fallen} size="price" />}
      </>
    );
  }
}

function Maximum({ lot, bidding, maxField, isSealed }: Props & { readonly isSealed: boolean }) {
  const currency = useCurrency();
  const own = usePrefs((prefs) => prefs.keys);
  const maxMinor = useAtStake(lot);
  const ask = useLotPaced(
    lot,
    ({ tick, lot: { openingMinor } }) => tick?.askMinor ?? openingMinor ?? null,
    HINT_EVERY_MS,
  );
  const isUpcoming = useLot(lot, ({ tick }) => tick?.status === 'upcoming') ?? false;
  const isAsked = useOpenBid(lot) !== null;
  const [text, setText] = useState('');
  const typed = amountTyped(text, currency);
  const isWrong = text.trim() !== '' && typed === null;
  const lowers = typed !== null && maxMinor !== null && typed < maxMinor;
  const verb = verbOf(isSealed, isUpcoming, maxMinor !== null, lowers);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    // What cannot be sent now stays typed: gone from the field it would look like sent.
    if (typed === null || bidding.whyNot !== null || isAsked) return;
    bidding.offer(lowers && !isSealed ? 'lower' : isSealed ? 'bid' : 'max', typed);
    setText('');
    // The next key is a command again, and no letter of another amount.
    maxField.current?.blur();
  };
  return (
    <form className={styles.max} onSubmit={submit}>
      <Field
        ref={maxField}
        label={isSealed ? 'Your sealed amount' : 'Your maximum'}
        inputMode="decimal"
        autoComplete="off"
        placeholder={ask === null ? 'e.g. 1.5k' : `from ${amountWords(ask, currency)}`}
        value={text}
        error={isWrong ? 'Not an amount. Try 1500, 1.5k or 2m.' : null}
        hint={
          typed === null
            ? hintOf(maxMinor, currency, isSealed)
            : `${amountWords(typed, currency)}${isAsked ? ' waits: the house is being asked.' : ''}`
        }
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <Button
        submit
        disabled={typed === null || bidding.whyNot !== null || isAsked}
        keyHint={keyWords(keyOf('bidder.max', own) ?? '')}
      >
        {verb}
      </Button>
    </form>
  );
}

function verbOf(isSealed: boolean, isUpcoming: boolean, has: boolean, lowers: boolean): string {
  if (isSealed) return has ? 'Replace' : 'Seal it';
  if (lowers) return 'Lower';
  if (has) return 'Raise';
  return isUpcoming ? 'Leave it' : 'Set';
}

function hintOf(maxMinor: number | null, currency: string, isSealed: boolean): string {
  if (maxMinor !== null) return `${isSealed ? 'Sealed' : 'Yours'}: ${amountWords(maxMinor, currency)}`;
  return isSealed ? 'Nobody sees it before the close.' : 'Bid for you, as far as needed.';
}

/** What became of the newest bid here, and why bidding is off: one line that is always there, so that nothing jumps. */
function Outcome({ lot, bidding }: Pick<Props, 'lot' | 'bidding'>) {
  const bid = useLatestBid(lot);
  const currency = useCurrency();
  const fate = useFate(bid);
  if (bidding.again)
    return (
      <p className={styles.outcome} role="status">
        <StateMark
          mark={{
            shape: 'diamond',
            word: 'The price had just changed. Press again to bid what is shown now.',
            tint: 'warn',
          }}
        />
      </p>
    );
  if (bid === null) return <p className={styles.outcome}>{'\u00a0'}</p>;
  return (
    <p className={styles.outcome} data-open={bid.status.state === 'pending' || bid.status.state === 'resolving'}>
      <StateMark mark={bidMark(bid, fate)} />
      <span className={styles.sentence}>{bidSentence(bid, fate, currency)}</span>
    </p>
  );
}

function Confirm({ lot, bidding }: Pick<Props, 'lot' | 'bidding'>) {
  const currency = useCurrency();
  const from = usePrefs((prefs) => prefs.confirmFromMinor) ?? 0;
  const name = useLot(lot, ({ lot: { number, title } }) => `Lot ${number}, ${title}`) ?? '';
  if (bidding.confirming === null) return null;
  const { amountMinor, kind } = bidding.confirming;
  const amount = amountWords(amountMinor, currency);
  return (
    <Dialog
      title={kind === 'max' ? `A maximum of ${amount}?` : `Bid ${amount}?`}
      alert
      onClose={() => bidding.confirm(false)}
      actions={
        <>
          <Button onClick={() => bidding.confirm(false)}>No</Button>
          <Button look="primary" onClick={() => bidding.confirm(true)} autoFocus>
            {kind === 'max' ? `Set ${amount}` : `Bid ${amount}`}
          </Button>
        </>
      }
    >
      <p>{name}</p>
      <p>You asked to be asked from {amountWords(from, currency)} on.</p>
    </Dialog>
  );
}
