import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isToken } from '../protocol/subjects.ts';
import { linkIn, linkOf, parseLink } from './deeplink.ts';

const token = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);

describe('deep links', () => {
  it('come back as what they were made of', () => {
    fc.assert(
      fc.property(token, token, (sale, lot) => {
        expect(parseLink(linkOf(sale, lot))).toEqual({ type: 'open-lot', sale, lot });
      }),
    );
  });

  it('give tokens or nothing, whatever the text', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string().map((rest) => `rostrum://${rest}`),
      fc.tuple(fc.string(), fc.string()).map((parts) => `rostrum://${parts.join('/')}`),
    );
    fc.assert(
      fc.property(text, (link) => {
        const action = parseLink(link);
        if (action !== null) expect(isToken(action.sale) && isToken(action.lot)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    'rostrum://sale',
    'rostrum://sale/lot/more',
    'rostrum://sale/../lot',
    'rostrum://a.b/lot',
    'rostrum://sale/lot?x=1',
    'https://sale/lot',
    ' rostrum://sale/lot',
    'rostrum://sale/lot\n--no-sandbox',
  ])('refuse %j', (link) => expect(parseLink(link)).toBeNull());

  it('are found among arguments', () => {
    expect(linkIn(['rostrum', '--flag', 'rostrum://evening/7/'])).toEqual({
      type: 'open-lot',
      sale: 'evening',
      lot: '7',
    });
    expect(linkIn(['rostrum', '--flag'])).toBeNull();
  });
});
