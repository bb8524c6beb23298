/** The lot on the block: what it is, the ask in the largest figures of the desk, who leads, and the reserve that only a clerk sees. */
import type { LotStatus } from '../../../protocol/sale.ts';
import type { PublicLot } from '../../../protocol/wire.ts';
import { useCurrency, useIsOld, useLot, useNarrow, useNextAsks, useSale } from '../../select.ts';
import { amountWords, holdWords, spanWords } from '../../words.ts';
import { Countdown } from '../parts/countdown.tsx';
import { cx } from '../parts/cx.ts';
import { LotPicture } from '../parts/lot-picture.tsx';
import { Money } from '../parts/money.tsx';
import { Empty } from '../parts/panel.tsx';
import { LOT_MARKS, type Mark, StateMark } from '../parts/state-mark.tsx';
import { LotPictures } from '../pictures/lot-pictures.tsx';
import styles from './block.module.css';
import { usePaddleWords } from './paddle-words.ts';
import { useAsk } from './use-ask.ts';
import { useGone, useUnderbidder } from './use-presence.ts';

/** How far ahead an auctioneer looks. */
const NEXT_ASKS = 4;
/** From this width on the price and the depth have a place beside the lot's words. */
const PICTURES_REM = 140;

export function Block({ lot, next }: { readonly lot: string | null; readonly next: string | null }) {
  const held = useSale((state) => state.held);
  if (lot === null) return <Empty>The catalogue is empty.</Empty>;
  return (
    <section className={styles.block} aria-label="On the block">
      {held !== null && (
        <p className={styles.held} role="status">
          <strong>The sale is held.</strong> {holdWords(held.reason)}.
        </p>
      )}
      <Title lot={lot} />
      <Figures lot={lot} next={next} />
    </section>
  );
}

function Title({ lot }: { readonly lot: string }) {
  const face = useLot(lot, (state) => state.lot);
  const status = useLot(lot, (state) => state.tick?.status ?? null);
  const currency = useCurrency();
  const isNarrow = useNarrow(PICTURES_REM);
  if (face === null) return null;
  return (
    <header className={styles.title}>
      <div className={styles.picture}>
        <LotPicture key={lot} lot={face} large />
      </div>
      <div className={styles.words}>
        <p className={styles.number}>
          Lot {face.number}
          {status !== null && <StateMark mark={LOT_MARKS[status]} filled />}
        </p>
        <h2 className={styles.name}>{face.title}</h2>
        <p className={styles.facts}>
          <span>Estimate {estimateWords(face, currency)}</span>
          {face.openingMinor !== undefined && <span>Opening {amountWords(face.openingMinor, currency)}</span>}
          <Reserve lot={lot} />
        </p>
        {face.description !== undefined && <p className={styles.description}>{face.description}</p>}
      </div>
      {!isNarrow && (
        <div className={styles.pictures}>
          <LotPictures lot={lot} />
        </div>
      )}
    </header>
  );
}

const MET: Mark = { shape: 'square', word: 'met', tint: 'good' };
const NOT_MET: Mark = { shape: 'hollow', word: 'not met', tint: 'warn' };

function Reserve({ lot }: { readonly lot: string }) {
  const has = useLot(lot, (face) => face.lot.hasReserve);
  const isMet = useLot(lot, (face) => face.tick?.reserveMet ?? false);
  const amount = useSale((state) => state.reserves[lot]);
  if (has !== true) return <span>No reserve</span>;
  return (
    <span className={styles.reserve}>
      Reserve {amount !== undefined && <Money minor={amount} />} <StateMark mark={isMet === true ? MET : NOT_MET} />
    </span>
  );
}

function Figures({ lot, next }: { readonly lot: string; readonly next: string | null }) {
  const tick = useLot(lot, (face) => face.tick);
  const isOld = useIsOld(lot);
  const paddleWords = usePaddleWords();
  const isOn = tick?.status === 'open' || tick?.status === 'warned';
  const isSold = tick?.status === 'sold';
  const leader = tick?.leader == null ? '–' : paddleWords(tick.leader);
  const askMinor = useAsk(lot);
  const dutch = useLot(lot, (face) => (face.lot.format === 'dutch' ? face.lot : null));
  const isWaiting = tick?.status === 'upcoming';
  const shown = isOn ? askMinor : isSold ? tick.priceMinor : isWaiting ? (dutch?.startMinor ?? tick.askMinor) : null;
  return (
    <div className={cx(styles.figures, tick?.status === 'warned' && styles.warned)}>
      <div className={styles.ask}>
        <p className={styles.caption}>{CAPTIONS[tick?.status ?? 'upcoming']}</p>
        <p className={styles.huge}>
          {/* Another amount of another lot or moment is no change of this one: it must not flash like a price that fell. */}
          <Money key={`${lot} ${isOn}`} minor={shown} old={isOld && isOn} flash={dutch === null} />
        </p>
        <div className={styles.below}>
          {!isOn && <NextWords lot={next} />}
          {isOn && (dutch === null ? <NextAsks lot={lot} /> : <Fall dutch={dutch} />)}
          {isOn && <GoneUnderbidder lot={lot} />}
        </div>
      </div>
      <dl className={styles.side}>
        <dt>Price</dt>
        <dd className={styles.price}>
          <Money minor={tick?.priceMinor} none="No bid" old={isOld && isOn} size="price" />
        </dd>
        <dt>Last bid</dt>
        <dd>{tick?.last == null ? '–' : CHANNELS[tick.last.channel]}</dd>
        {tick?.closesAt != null && (
          <>
            <dt>Closes in</dt>
            <dd>
              <Countdown until={isOn ? tick.closesAt : null} size="lead" />
            </dd>
          </>
        )}
        <dt>{isSold ? 'Buyer' : 'Leader'}</dt>
        <dd className={styles.leader} title={leader}>
          {leader}
          {isOn && <GoneLeader paddle={tick.leader} />}
        </dd>
      </dl>
    </div>
  );
}

/** In the place of a second line of the name, which who has a desk does not need. */
function GoneLeader({ paddle }: { readonly paddle: string | null }) {
  const mark = useGone(paddle);
  return (
    mark !== null && (
      <span className={styles.gone}>
        <StateMark mark={{ ...mark, word: mark.words, tint: 'warn' }} />
      </span>
    )
  );
}

/** Whom the auctioneer would wait for. Its line is there before the word is. */
function GoneUnderbidder({ lot }: { readonly lot: string }) {
  const paddle = useUnderbidder(lot);
  const mark = useGone(paddle);
  return (
    <p className={styles.gone}>
      {mark !== null && <StateMark mark={{ ...mark, word: `Underbidder ${paddle} ${mark.words}`, tint: 'warn' }} />}
    </p>
  );
}

const CAPTIONS: Readonly<Record<LotStatus, string>> = {
  upcoming: 'Opens at',
  open: 'Ask',
  warned: 'Ask',
  sold: 'Sold for',
  passed: 'Passed',
  withdrawn: 'Withdrawn',
};

export const CHANNELS = {
  online: 'Internet',
  floor: 'Floor',
  phone: 'Telephone',
  book: 'Book',
  house: 'House',
} as const;

/** Where the ask goes from here, if each is taken: in the house's own steps. Its place is there before they are. */
function NextAsks({ lot }: { readonly lot: string }) {
  const asks = useNextAsks(lot, NEXT_ASKS);
  return (
    <p className={styles.asks}>
      <span className={styles.caption}>then</span>
      {asks.map((ask) => (
        <Money key={ask} minor={ask} />
      ))}
    </p>
  );
}

/** How the clock of a Dutch lot goes on, if nobody takes it. */
function Fall({ dutch }: { readonly dutch: PublicLot }) {
  const currency = useCurrency();
  const { dropMinor, everyMs, floorMinor } = dutch;
  if (dropMinor === undefined || everyMs === undefined || floorMinor === undefined) return null;
  return (
    <p className={styles.next}>
      falls by {amountWords(dropMinor, currency)} every {spanWords(everyMs)}, to {amountWords(floorMinor, currency)}
    </p>
  );
}

function NextWords({ lot }: { readonly lot: string | null }) {
  const face = useLot(lot, (state) => state.lot);
  const currency = useCurrency();
  const reserve = useSale((state) => (lot === null ? undefined : state.reserves[lot]));
  if (face === null) return <p className={styles.next}>No lot is left to open.</p>;
  return (
    <>
      <p className={styles.next}>
        Next: lot {face.number}, {face.title}
      </p>
      <p className={cx(styles.facts, styles.line)}>
        {!face.hasReserve && <span>No reserve</span>}
        {reserve !== undefined && <span>Reserve {amountWords(reserve, currency)}</span>}
        <span>Estimate {estimateWords(face, currency)}</span>
        {face.openingMinor !== undefined && <span>Opening {amountWords(face.openingMinor, currency)}</span>}
      </p>
    </>
  );
}

export function estimateWords({ estimateMinor }: PublicLot, currency: string): string {
  if (estimateMinor === null || estimateMinor === undefined) return '–';
  const [low, high] = estimateMinor;
  return `${amountWords(low, currency)} – ${amountWords(high, currency)}`;
}
