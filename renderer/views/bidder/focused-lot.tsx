/** The lot in focus: what it is, where it stands, the hand on it, and its story so far. */
import { Eye, EyeOff } from 'lucide-react';
import type { RefObject } from 'react';
import type { PublicLot, Tick } from '../../../protocol/wire.ts';
import { dutchClock } from '../../dutch.ts';
import { keyOf, keyWords } from '../../keys.ts';
import { useDesk, useIsOld, useLot, usePrefs, useSale, useSaleMs, useStance, useWatched } from '../../select.ts';
import { Button } from '../parts/button.tsx';
import { Countdown } from '../parts/countdown.tsx';
import { LotPicture } from '../parts/lot-picture.tsx';
import { Money } from '../parts/money.tsx';
import { Panel } from '../parts/panel.tsx';
import { LOT_MARKS, STANCE_MARKS, StateMark } from '../parts/state-mark.tsx';
import { LotPictures } from '../pictures/lot-pictures.tsx';
import { BidBar } from './bid-bar.tsx';
import styles from './focused-lot.module.css';
import { Ladder } from './ladder.tsx';
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

export function FocusedLot({ lot, bidding, maxField, bar }: Props) {
  const shown = useLot(lot, (face) => face.lot);
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
  const tick = useLot(lot, (state) => state.tick);
  const stance = useStance(lot);
  const old = useIsOld(lot);
  const maxMinor = useSale((state) => state.stakes[lot]?.maxMinor ?? null);
  const isOver = tick?.status === 'sold' || tick?.status === 'passed' || tick?.status === 'withdrawn';
  return (
    <div className={styles.stand}>
      <span className={styles.caption}>{tick?.status === 'sold' ? 'Hammer price' : priceCaption(tick)}</span>
      <PriceNow lot={lot} face={face} tick={tick} old={old && !isOver} />
      <span className={styles.marks}>
        {tick !== null && <StateMark mark={LOT_MARKS[tick.status]} filled />}
        {stance !== 'none' && <StateMark mark={STANCE_MARKS[stance]} filled />}
        {face.hasReserve && tick !== null && (
          <StateMark
            mark={
              tick.reserveMet
                ? { shape: 'disc', word: 'Reserve met', tint: 'good' }
                : { shape: 'ring', word: 'Reserve not met', tint: 'quiet' }
            }
          />
        )}
      </span>
      <span className={styles.facts}>
        {!isOver && tick?.closesAt != null && (
          <>
            Closes in <Countdown until={tick.closesAt} size="lead" />
          </>
        )}
        {maxMinor !== null && !isOver && (
          <>
            Your maximum <Money minor={maxMinor} />
          </>
        )}
      </span>
    </div>
  );
}

function PriceNow({
  lot: _lot,
  face,
  tick,
  old,
}: {
  readonly lot: string;
  readonly face: PublicLot;
  readonly tick: Tick | null;
  readonly old: boolean;
}) {
  const isFalling = face.format === 'dutch' && tick?.status === 'open';
  const house = useSaleMs(isFalling ? 100 : 60_000);
  if (isFalling) return <Money minor={dutchClock(face, tick, house)} size="hero" none="–" />;
  if (face.format === 'sealed' && tick?.priceMinor == null) return <span className={styles.sealed}>Sealed</span>;
  return <Money minor={tick?.priceMinor ?? null} size="hero" none="No bid" old={old} flash />;
}

function priceCaption(tick: Tick | null): string {
  if (tick === null || tick.bids === 0) return 'Price';
  return `Price · ${tick.bids} ${tick.bids === 1 ? 'bid' : 'bids'}${tick.leader === null ? '' : ` · leader ${leaderWords(tick.leader)}`}`;
}

function leaderWords(leader: string): string {
  return leader === 'room' || leader === 'house' ? leader : `paddle ${leader}`;
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
