/** Where the feed's words land: each kind in its store. Sounds, notices and the live regions are the herald's. */
import type { DeskBridge } from '../../protocol/bridge.ts';
import type { BidReply } from '../../protocol/wire.ts';
import type { FeedPort } from '../feed/port.ts';
import type { FeedWord } from '../feed/words.ts';
import type { Frame } from '../frame.ts';
import type { Asks } from './asks.ts';
import { type BidsStore, openIds, withBid, withStatus } from './bids.ts';
import type { Ledger } from './ledger.ts';
import { type LinkStore, type Session, withPulse } from './link.ts';
import type { LotBook } from './lots.ts';
import { type SaleStore, withNotice, withSnapshot, withStake, withTicks, withTurn, withWord } from './sale.ts';
import type { Sessions } from './session.ts';

type Parts = {
  readonly bridge: DeskBridge;
  readonly feed: FeedPort;
  readonly frame: Frame;
  readonly link: LinkStore;
  readonly sale: SaleStore;
  readonly lots: LotBook;
  readonly bids: BidsStore;
  readonly asks: Asks;
  readonly sessions: Sessions;
  readonly ledger: Ledger;
  readonly herald: (word: FeedWord) => unknown;
};

export function hearing(parts: Parts): (word: FeedWord) => void {
  const { frame, link, sale, lots, bids, asks, sessions, ledger, herald } = parts;
  let remembered: string | null = null;

  /** Own bids of before a reload come back once; those without an answer are asked for by receipt, and no bid is sent. */
  const remember = async (saleId: string, user: string) => {
    if (remembered === saleId) return;
    remembered = saleId;
    // Read before anything changes, and put back in one step: each change of the open bids overwrites the kept ids.
    const kept = await parts.bridge.pending();
    const { byId } = bids.getState();
    const own = [...ledger.load(saleId, user)].reverse().filter(({ id }) => !byId.has(id));
    const listed = new Set([...byId.keys(), ...own.map(({ id }) => id)]);
    const others = kept.filter((id) => !listed.has(id)).map((id) => found(id, saleId));
    bids.setState((state) => [...own, ...others].reduce(withBid, state), true);
    for (const { id, status } of own) if (status.state === 'answered') stakeOf(id, status.reply);
    const open = openIds(bids.getState()).filter((id) => bids.getState().byId.get(id)?.pressedAtMs === null);
    if (open.length > 0) parts.feed.send({ type: 'resolve', ids: open });
  };

  const land = (word: FeedWord): unknown => {
    switch (word.type) {
      case 'lots':
        sale.setState((state) => withTicks(state, word.lots), true);
        return frame.take(word.lots);
      case 'connection':
        return link.setState({ connection: word.connection });
      case 'pulse':
        return link.setState((state) => withPulse(state, word.pulse), true);
      case 'snapshot':
        lots.seat(word.snapshot);
        sale.setState((state) => withSnapshot(state, word.snapshot), true);
        return void remember(word.snapshot.sale.saleId, userOf(link.getState().session));
      case 'sale-word':
        return sale.setState((state) => withWord(state, word.word), true);
      case 'head':
        return sale.setState({ log: word.head.log });
      case 'notice':
        return sale.setState((state) => withNotice(state, word.notice), true);
      case 'turn':
        return sale.setState((state) => withTurn(state, word.tick), true);
      case 'decision':
        return decided(word);
      case 'unanswered':
        return bids.setState((state) => withStatus(state, word.id, { state: 'resolving' }), true);
      case 'unsent':
      case 'unreceived':
        return bids.setState((state) => withStatus(state, word.id, { state: word.type }), true);
      case 'answer':
        return asks.answered(word);
      case 'sign':
        return void sessions.sign(word.ticket, word.text);
      case 'renew':
        return void sessions.renew();
      case 'fault':
        return undefined;
    }
  };

  const decided = ({ reply, roundTripMs, heardAt }: Extract<FeedWord, { type: 'decision' }>): void => {
    bids.setState((state) => withStatus(state, reply.id, { state: 'answered', reply, heardAt }, roundTripMs), true);
    stakeOf(reply.id, reply);
  };

  const stakeOf = (id: string, reply: BidReply): void => {
    const request = bids.getState().byId.get(id)?.request;
    if (reply.outcome !== 'accepted' || request === undefined) return;
    const stake = request.kind === 'bid' ? { bidMinor: request.amountMinor } : { maxMinor: request.amountMinor };
    sale.setState((state) => withStake(state, request.lot, stake), true);
  };

  return (word) => {
    if (word.type === 'connection' && link.getState().session.phase !== 'in') remembered = null;
    herald(word);
    land(word);
  };
}

function userOf(session: Session): string {
  return session.phase === 'in' ? session.pass.user.id : '';
}

function found(id: string, saleId: string) {
  const request = { id, lot: '', kind: 'bid', amountMinor: 0, basedOnRev: 0, sentAt: 0 } as const;
  return { id, sale: saleId, request, pressedAtMs: null, roundTripMs: null, status: { state: 'resolving' } } as const;
}
