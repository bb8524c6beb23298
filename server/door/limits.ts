/** Every limit of the house by name. Configuration may replace any of them. */
import type { Rate } from './rate.ts';

export const LIMITS = {
  /** Bids of one bidder in one sale. */
  bidder: { perSecond: 20, burst: 40 } as Rate,
  /** Bids of one bidder on one lot. */
  bidderLot: { perSecond: 10, burst: 20 } as Rate,
  /** Commands of one clerk. */
  clerk: { perSecond: 50, burst: 100 } as Rate,
  /** Snapshots, receipts, reviews and clock questions of one user. */
  query: { perSecond: 20, burst: 60 } as Rate,
  loginAccount: { perSecond: 0.2, burst: 10 } as Rate,
  loginAddress: { perSecond: 5, burst: 100 } as Rate,
  /** Renewals and other signed requests of one user: each signature is remembered until it cannot be shown again. */
  signed: { perSecond: 20, burst: 1_000 } as Rate,
  /** Refusals that are borne before anything is done about them. */
  refusalsBorne: 40,
  /** Refusals that lie less than this apart are one stretch: whoever was silent for so long has listened. */
  pauseMs: 1_000,
  /** A stretch of this length, and he is not listened to until he pauses. */
  shutAfterMs: 1_000,
  /** A stretch of this length, and his connection is cut. */
  cutAfterMs: 5_000,
  /** So many people at once who ask for more than their pace are a crowd. */
  crowdPeople: 200,
  /** Whoever had so many bids let in at his pace, and was not told to wait since, has his burst even beside a crowd. */
  standingBids: 3,
  /** Beside a crowd: refusals that are borne, and the stretches after which one is not listened to and is cut. */
  crowdRefusalsBorne: 3,
  crowdShutAfterMs: 250,
  crowdCutAfterMs: 500,
  /** Those whose time is up are gathered for so long and cut together: before 2.10 nats-server looks at every connection each time. */
  cutTogetherMs: 100,
  /** Denials of nats-server within a second that are no accident, and how many of those are borne without a pause. */
  denialsNoted: 10,
  denialsBorne: 100,
  /** Connections of one user at once: nats-server has places for so many in all, and one person could take them. */
  connectionsEach: 64,
  /** Commands that are taken in and not yet answered, all sales together. */
  inFlightMax: 8_192,
  /** From so many in flight on nobody bursts: the rate alone lets through. */
  crowdedAt: 2_048,
  /** Commands decided and made durable together. */
  batchMax: 1_024,
  /** A sale's standing is saved beside its log every so many records, and of a long log every twentieth part more. */
  snapshotRecords: 50_000,
  /** Password checks at a time; each takes 19 MiB. */
  loginsAtOnceMax: 16,
  /** Users and lots whose rates are remembered. */
  ratesKept: 200_000,
  /** HTTP of one address that is not this machine's: a house with a desk in every room may share one. */
  httpAddress: { perSecond: 100, burst: 2_000 } as Rate,
  httpConnectionsEach: 256,
  httpConnectionsMax: 4_096,
  /** Of one address what costs much: an opening of the feed, which sends a sale whole, and the figures. */
  dearAddress: { perSecond: 2, burst: 60 } as Rate,
  /** How long a request's headers may take to come, and the whole of it. */
  httpHeadersMs: 10_000,
  httpRequestMs: 20_000,
  /** How long a connection may stand still, as of one who does not take his answer. */
  httpStillMs: 60_000,
  httpHeaderBytesMax: 32_768,
  httpBodyBytesMax: 65_536,
  /** A sale that a clerk publishes from his desk. */
  saleBodyBytesMax: 16_777_216,
  feedClientsMax: 1_000,
  /** What may wait for one reader of the feed before it is cut off. */
  feedPendingBytesMax: 1_048_576,
  /** Ticks that `Last-Event-ID` can go back to, a sale. */
  feedKept: 1_024,
  jwtLifeMs: 300_000,
  /** How far a signed request's clock may be off, and how long its signature is remembered. */
  replayWindowMs: 30_000,
};
export type Limits = typeof LIMITS;
