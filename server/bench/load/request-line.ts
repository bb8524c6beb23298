/** The same bids by the client library's request, a promise each: the comparison that shows what an own inbox is worth. */
import { subjects } from '../../../protocol/subjects.ts';
import { houseBus } from '../floors/house-bus.ts';
import { bidText, type Line, type LineOptions, numberAfter, outcomeIn, reasonIn, SEQ_KEY } from './line.ts';

const ANSWER_MS_MAX = 30_000;

export async function requestLine(dir: string, options: LineOptions): Promise<Line> {
  const { listener } = options;
  const bus = await houseBus(dir, options.port);
  return {
    send(bid, bidder, lot, amountMinor, isMax) {
      const body = Buffer.from(bidText(options.idPrefix, bid, lot, amountMinor, isMax), 'latin1');
      bus.request(subjects.bid(options.sale, `b${bidder}`), body, ANSWER_MS_MAX).then(
        (bytes) => {
          const answer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
          listener.onReply(bid, outcomeIn(answer), numberAfter(answer, SEQ_KEY), () => reasonIn(answer));
        },
        (cause: Error) => listener.onClose(cause.message),
      );
    },
    flush() {},
    backlogBytes: 0,
    close: () => void bus.close(),
  };
}
