/** Turns the feed's ordered words into sound, system notification and the live regions. Knows no view and changes no store of the sale. */
import type { DeskBridge } from '../protocol/bridge.ts';
import type { Tick } from '../protocol/wire.ts';
import type { Connection, FeedWord } from './feed/words.ts';
import type { Sounds, Tone } from './sound.ts';
import type { BidsStore } from './store/bids.ts';
import type { LinkStore } from './store/link.ts';
import type { LotBook } from './store/lots.ts';
import type { PrefsStore } from './store/prefs.ts';
import type { SaleStore } from './store/sale.ts';
import type { Speaker } from './store/voice.ts';
import { amountWords, reasonWords, statusWords } from './words.ts';

type Parts = {
  readonly bridge: DeskBridge;
  readonly link: LinkStore;
  readonly sale: SaleStore;
  readonly lots: LotBook;
  readonly bids: BidsStore;
  readonly prefs: PrefsStore;
  readonly voice: Speaker;
  readonly sounds: Sounds;
  /** True when the person is not looking at this window. */
  readonly isAway: () => boolean;
};

const LOST = 'Connection lost. Bidding is off.';

export function createHerald(parts: Parts): (word: FeedWord) => unknown {
  const { bridge, link, sale, lots, bids, prefs, voice, sounds, isAway } = parts;

  const play = (tone: Tone) => {
    const { muted, volume } = prefs.getState();
    if (!muted) sounds.play(tone, volume);
  };
  const call = (title: string, body: string, lot: string) => {
    const { saleId } = sale.getState();
    if (prefs.getState().notify && isAway() && saleId !== null) void bridge.notify(title, body, saleId, lot);
  };
  const nameOf = (lot: string) => {
    const face = lots.get(lot)?.getState();
    return face === undefined ? 'a lot' : `lot ${face.lot.number}, ${face.lot.title}`;
  };
  const money = (minor: number | null) =>
    minor === null ? 'no price' : amountWords(minor, sale.getState().sale?.currency ?? 'USD');

  /** A lot that goes without a price has none that could be told. */
  const standWords = ({ status, priceMinor }: Tick) => {
    if (status === 'sold') return `sold for ${money(priceMinor)}`;
    return status === 'passed' || status === 'withdrawn' ? status : `${statusWords(status)}, ${money(priceMinor)}`;
  };

  const tell = (tone: Tone | null, title: string, body: string, lot: string) => {
    if (tone !== null) play(tone);
    voice.shout(`${title}. ${body}`);
    call(title, body, lot);
  };

  /** A watched lot is announced once, when it is the next in the room by no more than `nearBy`. */
  const near = (opened: string) => {
    const { order, saleId } = sale.getState();
    const { watched, nearBy } = prefs.getState();
    const from = order.indexOf(opened);
    const mine = new Set(watched[saleId ?? ''] ?? []);
    const lot = order.slice(from + 1, from + 1 + nearBy).find((id) => mine.has(id));
    if (from < 0 || lot === undefined) return;
    tell('near', `Your lot is up in ${order.indexOf(lot) - from}`, nameOf(lot), lot);
  };

  const turned = ({ tick, before }: Extract<FeedWord, { type: 'turn' }>) => {
    const { focus } = sale.getState();
    const format = lots.get(tick.lot)?.getState().lot.format;
    if (tick.status === 'open' && before === 'upcoming' && (format === 'live' || format === 'dutch')) near(tick.lot);
    if (tick.lot === focus) voice.say(`${nameOf(tick.lot)}: ${standWords(tick)}`);
  };

  /** Once: what follows until it is back is no other loss. */
  const lost = (now: Connection) => {
    voice.shout(LOST);
    // A machine that sleeps and wakes is nothing to call somebody for, who does it himself.
    if (now.state === 'stale' && now.why === 'resume') return;
    play('lost');
    // A desk that looks at no lot, as a reviewer's, has lost it all the same.
    const { focus, order } = sale.getState();
    const lot = focus ?? order[0];
    if (lot !== undefined) call('Connection lost', 'Bidding is off until it is back.', lot);
  };

  const connectionTurned = (now: Connection) => {
    const before = link.getState().connection;
    // To take a seat in another sale is no loss, and to have it no return.
    if (isMove(now) || (isMove(before) && now.state === 'live')) return voice.unshout(LOST);
    // Nor is it to sign out.
    if (now.state === 'offline') return voice.unshout(LOST);
    if (isWorking(before) && !isWorking(now)) return lost(now);
    if (isWorking(before) || now.state !== 'live') return;
    voice.unshout(LOST);
    voice.say('Connected. Bidding is on.');
  };

  return (word) => {
    switch (word.type) {
      case 'notice':
        return noticed(word.notice);
      case 'turn':
        return turned(word);
      case 'connection':
        return connectionTurned(word.connection);
      case 'decision': {
        const lot = bids.getState().byId.get(word.reply.id)?.request.lot;
        if (lot === undefined) return;
        if (word.reply.outcome === 'accepted')
          voice.say(
            // Without a price, in a sealed lot or before it opens, nobody leads, and that says nothing.
            word.reply.leading === false && word.reply.priceMinor !== null
              ? `The house took your bid on ${nameOf(lot)}, but another maximum was higher; you do not lead.`
              : `The house took your bid on ${nameOf(lot)}.`,
          );
        else voice.shout(`Your bid on ${nameOf(lot)} was not taken. ${reasonWords(word.reply.reason)}`);
        return;
      }
      case 'lots': {
        const { focus } = sale.getState();
        const mine = word.lots.find(({ tick }) => tick.lot === focus)?.tick;
        if (mine === undefined || mine.priceMinor === null) return;
        const before = lots.get(mine.lot)?.getState().tick ?? null;
        const endsAt = before?.closesAt ?? null;
        const isExtended = endsAt !== null && mine.closesAt !== null && mine.closesAt > endsAt;
        // A turn has been said, and what says nothing new would take its place before it was heard.
        const isNew = mine.priceMinor !== before?.priceMinor || mine.askMinor !== before.askMinor;
        if (!isRunning(mine) || !(isNew || isExtended)) return;
        const next = mine.askMinor === null ? '' : `, next ${money(mine.askMinor)}`;
        voice.say(`${money(mine.priceMinor)}${next}${isExtended ? ', extended' : ''}`);
        return;
      }
      default:
        return;
    }
  };

  function noticed(notice: Extract<FeedWord, { type: 'notice' }>['notice']): unknown {
    switch (notice.type) {
      case 'outbid':
        return tell('outbid', 'You are outbid', `${nameOf(notice.lot)}, now ${money(notice.priceMinor)}`, notice.lot);
      case 'won':
        return tell('won', 'You won', `${nameOf(notice.lot)} for ${money(notice.hammerMinor)}`, notice.lot);
      case 'voided':
        return tell(null, 'Your bid was voided', `${nameOf(notice.lot)}: ${notice.reason}`, notice.lot);
      case 'suspended':
        return voice.shout(`You are suspended: ${notice.reason}`);
      case 'reinstated':
        return voice.say('You may bid again.');
      default:
        return undefined;
    }
  }
}

function isRunning({ status }: Tick): boolean {
  return status === 'open' || status === 'warned';
}

function isWorking({ state }: Connection): boolean {
  return state === 'live' || state === 'degraded';
}

function isMove(connection: Connection): boolean {
  return connection.state === 'stale' && connection.why === 'sale';
}
