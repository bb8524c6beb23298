/** The lot in focus: what it is, where it stands, the hand on it, and its story so far. */
import { Eye, EyeOff } from 'lucide-react';
import type { RefObject } from 'react';
import type { PublicLot } from '../../../protocol/wire.ts';
import { dutchClock } from '../../dutch.ts';
import { keyOf, keyWords } from '../../keys.ts';
import { useDesk, useIsOld, useLot, usePrefs, useSale, useSaleMs, useStance, useWatched } from '../../select.ts';
import type { LotFace } from '../../store/lots.ts';
import { spanWords } from '../../words.ts';
import { Button } from '../parts/button.tsx';
import { Countdown } from '../parts/countdown.tsx';
import { LiveMoney } from '../parts/live-money.tsx';
import { LiveWords } from '../parts/live-words.tsx';
import { LotPicture } from '../parts/lot-picture.tsx';
import { Money } from '../parts/money.tsx';
import { Panel } from '../parts/panel.tsx';
import { LOT_MARKS, type Mark, STANCE_MARKS, StateMark } from '../parts/state-mark.tsx';
import { LotPictures } from '../pictures/lot-pictures.tsx';
import { BidBar } from './bid-bar.tsx';
import styles from './focused-lot.module.css';
import { Ladder, whoWords } from './ladder.tsx';
import { useAtStake } from './use-at-stake.ts';
import type { Bidding } from './use-bidding.ts';

type Props = {
  readonly lot: string;
  readonly bidding: Bidding;
  readonly maxField: RefObject<HTMLInputElement | null>;
  /** False where the bar stands elsewhere. */
  readonly bar: boolean;
};

const FORMATS: Readonly<Record<PublicLot['format'], string>> = {
  live: 'Live in the room',
  timed: 'Timed',
  dutch: 'Dutch: the price falls, the first bid has it',
  sealed: 'Sealed',
};

/** Its clock ends later than the catalogue says: late bids, or a hold, have moved it. */
const EXTENDED: Mark = { shape: 'diamond', word: 'Extended', tint: 'warn' };

export function FocusedLot({ lot, bidding, maxField, bar }: Props) {
  const shown = useLot(lot, (face) => face.lot);
  const extension = useSale((state) => state.sale?.policies.extension ?? null);
  if (shown === null) return null;
  const { number, title, section, description, format } = shown;
  return (
    <Panel
      bare
      className={styles.panel}
      title={
        <>
          Lot {number}
          {section === undefined ? '' : ` · ${section}`} · {FORMATS[format]}
          {format === 'timed' && extension !== null && `: a bid in the last ${spanWords(extension.windowMs)} adds time`}
        </>
      }
      aside={<Watch lot={lot} />}
    >
      <div className={styles.body}>
        <div className={styles.top}>
          <LotPicture lot={shown} large />
          <div className={styles.what}>
            <h3 className={styles.title}>{title}</h3>
            {description !== undefined && <p className={styles.description}>{description}</p>}
            <Estimates lot={shown} />
          </div>
          <Stand lot={lot} face={shown} />
        </div>
        {bar && <BidBar lot={lot} bidding={bidding} maxField={maxField} />}
        <div className={styles.story}>
          <LotPictures lot={lot} />
          <Ladder lot={lot} />
        </div>
      </div>
    </Panel>
  );
}

function Stand({ lot, face }: { readonly lot: string; readonly face: PublicLot }) {
  const status = useLot(lot, ({ tick }) => tick?.status ?? null);
  const closesAt = useLot(lot, ({ tick }) => tick?.closesAt ?? null);
  const reserveMet = useLot(lot, ({ tick }) => tick?.reserveMet ?? false);
  const isExtended = face.closesAt !== undefined && closesAt !== null && closesAt > face.closesAt;
  const stance = useStance(lot);
  const old = useIsOld(lot);
  const maxMinor = useAtStake(lot);
  const isOver = status === 'sold' || status === 'passed' || status === 'withdrawn';
  return (
    <div className={styles.stand}>
      <span className={styles.caption}>
        <LiveWords lot={lot} words={priceCaption} />
      </span>
      {face.format === 'dutch' && status === 'open' ? (
        <FallingPrice lot={lot} />
      ) : (
        <LiveMoney
          lot={lot}
          of="priceMinor"
          size="hero"
          none={face.format === 'sealed' ? <span className={styles.sealed}>Sealed</span> : 'No bid'}
          old={old && !isOver}
          flash
        />
      )}
      <span className={styles.marks}>
        {status !== null && <StateMark mark={LOT_MARKS[status]} filled />}
        {stance !== 'none' && <StateMark mark={STANCE_MARKS[stance]} filled old={old && !isOver} />}
        {isExtended && !isOver && <StateMark mark={EXTENDED} />}
        {face.hasReserve && status !== null && (
          <StateMark
            mark={
              reserveMet
                ? { shape: 'disc', word: 'Reserve met', tint: 'good' }
                : { shape: 'ring', word: 'Reserve not met', tint: 'quiet' }
            }
          />
        )}
      </span>
      <span className={styles.facts}>
        {!isOver && closesAt !== null && (
          <>
            Closes in <Countdown until={closesAt} size="lead" />
          </>
        )}
        {maxMinor !== null && !isOver && (
          <>
            {face.format === 'sealed' ? 'Your sealed amount' : 'Your maximum'} <Money minor={maxMinor} />
          </>
        )}
      </span>
    </div>
  );
}

/** A Dutch clock falls by itself between the words of the house. */
function FallingPrice({ lot }: { readonly lot: string }) {
  const face = useLot(lot, (state) => state);
  const house = useSaleMs(100);
  return <Money minor={face === null ? null : dutchClock(face.lot, face.tick, house)} size="hero" none="–" />;
}

function priceCaption({ tick }: LotFace): string {
  if (tick?.status === 'sold') return 'Hammer price';
  if (tick === null || tick.bids === 0) return 'Price';
  return `Price · ${tick.bids} ${tick.bids === 1 ? 'bid' : 'bids'}${tick.leader === null ? '' : ` · leader ${leaderWords(tick.leader)}`}`;
}

/** Within a line: "leader paddle 101", "leader the room". */
function leaderWords(leader: string): string {
  const words = whoWords(leader, null);
  return words.charAt(0).toLowerCase() + words.slice(1);
}

function Estimates({ lot }: { readonly lot: PublicLot }) {
  return (
    <dl className={styles.estimates}>
      {lot.estimateMinor != null && (
        <div>
          <dt>Estimate</dt>
          <dd>
            <Money minor={lot.estimateMinor[0]} /> – <Money minor={lot.estimateMinor[1]} />
          </dd>
        </div>
      )}
      {lot.openingMinor !== undefined && (
        <div>
          <dt>Opening</dt>
          <dd>
            <Money minor={lot.openingMinor} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function Watch({ lot }: { readonly lot: string }) {
  const desk = useDesk();
  const own = usePrefs((prefs) => prefs.keys);
  const watched = useWatched().includes(lot);
  return (
    <>
      <Near lot={lot} />
      <Button
        look="quiet"
        size="small"
        aria-pressed={watched}
        title={`Watch (${keyWords(keyOf('bidder.watch', own) ?? '')})`}
        onClick={() => desk.watch(lot, !watched)}
      >
        {watched ? <EyeOff size="1em" aria-hidden /> : <Eye size="1em" aria-hidden />}
        {watched ? 'Watched' : 'Watch'}
      </Button>
    </>
  );
}

/** How far the room is from this lot. */
function Near({ lot }: { readonly lot: string }) {
  const away = useSale(({ order, current }) => (current === null ? 0 : order.indexOf(lot) - order.indexOf(current)));
  const format = useLot(lot, (face) => face.lot.format);
  const status = useLot(lot, ({ tick }) => tick?.status ?? null);
  if (away <= 0 || status !== 'upcoming' || format === 'timed' || format === 'sealed') return null;
  return <span className={styles.near}>{away === 1 ? 'up next' : `up in ${away} lots`}</span>;
}
