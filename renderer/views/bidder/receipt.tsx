/** The receipt of one bid: what was asked, the four times, where it stands in the log, what beat it; to copy and to save. */
import { useEffect, useState } from 'react';
import { useBids, useCurrency, useDesk, useLot, useSale } from '../../select.ts';
import type { OwnBid } from '../../store/bids.ts';
import { amountWords, reasonWords } from '../../words.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { bidMark, bidName } from './bid-words.ts';
import styles from './receipt.module.css';
import { useFate } from './use-fate.ts';

type Props = { readonly id: string; readonly onClose: () => void };

export function Receipt({ id, onClose }: Props) {
  const desk = useDesk();
  const bid = useBids((state) => state.byId.get(id) ?? null);
  const house = useHouseReceipt(id);
  if (bid === null) return null;
  const text = JSON.stringify({ desk: deskPart(bid), house: house.value }, null, 2);
  return (
    <Dialog
      title="Receipt"
      onClose={onClose}
      wide
      actions={
        <>
          <Button onClick={() => void desk.bridge.copy(text)}>Copy</Button>
          <Button onClick={() => void desk.bridge.save(`receipt-${id}.json`, text)}>Save</Button>
        </>
      }
    >
      <Facts bid={bid} house={house.value} />
      <p className={styles.word}>{house.word}</p>
      <pre className={styles.proof} tabIndex={0} role="region" aria-label="The receipt as the house gave it">
        {text}
      </pre>
    </Dialog>
  );
}

/** What the house has on record of this bid. */
function useHouseReceipt(id: string): {
  readonly value: Readonly<Record<string, unknown>> | null;
  readonly word: string;
} {
  const desk = useDesk();
  const [state, setState] = useState<{ value: Readonly<Record<string, unknown>> | null; word: string }>({
    value: null,
    word: 'Asking the house for its part…',
  });
  useEffect(() => {
    let isHere = true;
    desk.ask('receipt', { id }).then(
      (value) => {
        if (!isHere) return;
        if (isReceipt(value))
          setState({
            value,
            word: value.inLog === true ? 'In the log, with its proof.' : String(value.words ?? 'Not in the log.'),
          });
        else setState({ value: null, word: 'The house has no receipt to give now.' });
      },
      (cause: unknown) =>
        isHere && setState({ value: null, word: cause instanceof Error ? cause.message : String(cause) }),
    );
    return () => {
      isHere = false;
    };
  }, [desk, id]);
  return state;
}

function isReceipt(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && 'rostrum' in value && value.rostrum === 'receipt';
}

function deskPart({ id, sale, request, roundTripMs, status }: OwnBid) {
  return { id, sale, request, roundTripMs, status };
}

function Facts({ bid, house }: { readonly bid: OwnBid; readonly house: Readonly<Record<string, unknown>> | null }) {
  const currency = useCurrency();
  const fate = useFate(bid);
  const lot = useLot(bid.request.lot, (face) => `Lot ${face.lot.number}, ${face.lot.title}`);
  const reply = bid.status.state === 'answered' ? bid.status.reply : null;
  const heardAt = bid.status.state === 'answered' ? bid.status.heardAt : null;
  const times = record(house?.times);
  const beat = record(house?.beatenBy);
  const lost = useLostTo(bid, reply?.outcome === 'accepted' ? (reply.seq ?? null) : null);
  return (
    <dl className={styles.facts}>
      <Fact name="Asked" value={bidName(bid, currency)} />
      <Fact name="On" value={lot ?? 'a lot of this sale'} />
      <div>
        <dt>Became</dt>
        <dd>
          <StateMark mark={bidMark(bid, fate)} />
          {reply !== null && reply.outcome !== 'accepted' && ` ${reasonWords(reply.reason)}`}
        </dd>
      </div>
      {typeof beat?.words === 'string' ? (
        <Fact name="What beat it" value={beat.words} />
      ) : (
        lost !== null && (
          <Fact
            name="What beat it"
            value={`${lost.priceMinor === null ? '' : `${amountWords(lost.priceMinor, currency)}, `}record ${lost.seq}, ${timeWords(lost.at)}`}
          />
        )
      )}
      {reply?.seq !== undefined && (
        <Fact
          name="In the log at"
          value={`seq ${reply.seq}${reply.rev === undefined ? '' : `, revision ${reply.rev} of the lot`}`}
        />
      )}
      {reply?.askMinor != null && <Fact name="Ask after it" value={amountWords(reply.askMinor, currency)} />}
      <Fact name="Sent (this computer)" value={timeWords(bid.request.sentAt)} />
      <Fact name="Received (house)" value={timeWords(reply?.receivedAt ?? times?.receivedAt)} />
      <Fact name="Decided (house)" value={timeWords(reply?.decidedAt ?? times?.decidedAt)} />
      <Fact name="Told (this computer)" value={timeWords(heardAt)} />
      {bid.roundTripMs !== null && <Fact name="There and back" value={`${bid.roundTripMs.toFixed(1)} ms`} />}
      <Fact name="Id" value={bid.id} />
    </dl>
  );
}

/** A bid that led and was beaten later: the receipt of the house is of its own moment, what came then the house told in private. */
function useLostTo(bid: OwnBid, seq: number | null) {
  const notices = useSale((state) => state.notices);
  if (seq === null) return null;
  const lost = notices
    .filter((notice) => notice.type === 'outbid' && notice.lot === bid.request.lot && notice.seq > seq)
    .at(-1);
  return lost?.type === 'outbid' ? lost : null;
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function record(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
}

function timeWords(at: unknown): string {
  if (typeof at !== 'number' || at <= 0) return 'unknown';
  const date = new Date(at);
  return `${date.toLocaleTimeString('en-GB')}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
