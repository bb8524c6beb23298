/** Setting up a sale without a screen: what is published is the file under the chosen terms, and only when nothing is wrong. */
import { describe, expect, it } from 'vitest';
import { HOUSE_TERMS } from '../../protocol/catalogue.ts';
import { PUBLISH_BYTES_MAX, type SetupRequest } from '../../protocol/setup.ts';
import { createLink } from './link.ts';
import { countPictures } from './pictures.ts';
import { createSale } from './sale.ts';
import { createSetup, saleToPublish } from './setup.ts';

const file = (name: string, text: string, size = text.length) => ({ name, size, text: async () => text });
const CSV = 'title,opening\nA,10\n';
const SALES = [
  { id: 's1', title: 'S' },
  { id: 'x', title: 'X' },
];
const JSON_SALE = {
  saleId: 'j1',
  title: 'J',
  currency: 'JPY',
  ...HOUSE_TERMS,
  premium: [[0, 1000]],
  lots: [{ lotId: 'a', number: 1, title: 'A', format: 'live', openingMinor: 100 }],
};

function seated(answer: (request: SetupRequest) => unknown = () => ({ id: 'x', lots: 1 })) {
  const asked: SetupRequest[] = [];
  const link = createLink();
  const sale = createSale();
  const user = { id: 'clerk', role: 'clerk', name: 'C', paddle: null } as const;
  const pass = { jwt: 'a.b', expiresAt: 1, servers: [], publicKey: 'U', user };
  link.setState({ session: { phase: 'in', pass } });
  const bridge = {
    setup: async (_jwt: string, request: SetupRequest) => {
      asked.push(request);
      return answer(request);
    },
  };
  return { setup: createSetup({ link, sale, bridge }, async () => SALES), asked, sale };
}

describe('pictures', () => {
  const picture = (name: string, size = 3) => ({
    ...file(name, '', size),
    arrayBuffer: async () => new TextEncoder().encode('png').buffer as ArrayBuffer,
  });
  const list = picture('clocks.csv');
  const text = 'title,opening,image\nA,10,a.png\nB,20,photos/b.jpg\nC,30,c.webp\n';

  it('that the list names are sent after it, one by one; the rest stays here', async () => {
    const { setup, asked } = seated(({ ask }) => {
      if (ask === 'picture' && asked.length > 2) throw new Error('picture-unusable: b.jpg is not the JPEG.');
      return { id: 'clocks', lots: 3 };
    });
    const dropped = [picture('a.png'), picture('b.jpg'), picture('other.png'), picture('c.webp', 5_000_000)];
    await setup.takeAll([...dropped.slice(0, 1), { ...list, text: async () => text }, ...dropped.slice(1)]);
    const { pictures } = setup.store.getState();
    expect(countPictures(pictures, saleToPublish(setup.store.getState()))).toMatchObject({
      named: 3,
      missing: [],
      spare: 1,
      wrong: ['c.webp has 4.8 MiB; a picture has at most 4 MiB.'],
    });
    await setup.publish();
    expect(asked.map(({ ask }) => ask)).toEqual(['publish', 'picture', 'picture']);
    expect(asked[1]).toEqual({ ask: 'picture', sale: 'clocks', name: 'a.png', base64: btoa('png') });
    expect(setup.store.getState().publishing).toEqual({
      ...{ phase: 'done', id: 'clocks', lots: 3, pictures: 1, refused: ['b.jpg is not the JPEG.'] },
    });
  });

  it('may come later than the list, and two lists at once are refused', async () => {
    const { setup } = seated();
    await setup.takeAll([{ ...list, text: async () => text }]);
    await setup.takeAll([picture('b.jpg'), picture('drawing.svg')]);
    const { pictures } = setup.store.getState();
    expect(countPictures(pictures, saleToPublish(setup.store.getState()))).toMatchObject({
      missing: ['a.png', 'c.webp'],
      spare: 1,
    });
    await setup.takeAll([list, picture('more.json')]);
    expect(setup.store.getState().error).toMatch(/One list at a time/);
  });
});

describe('the file', () => {
  it('of a CSV is named by its file, and read anew when the currency changes', async () => {
    const { setup } = seated();
    await setup.take(file('Frühling 2027!.csv', 'title,opening\nA,10.50\n'));
    expect(setup.store.getState().terms).toEqual({
      saleId: 'fruhling-2027',
      title: 'Frühling 2027!',
      currency: 'GBP',
    });
    expect(saleToPublish(setup.store.getState())?.lots[0]).toMatchObject({ openingMinor: 1050 });
    setup.setTerms({ currency: 'JPY' });
    expect(setup.store.getState().catalogue?.faults).toHaveLength(1);
    expect(setup.store.getState().rules.increments).toEqual({ kind: 'ladder258', minorPerUnit: 1 });
    expect(saleToPublish(setup.store.getState())).toBeNull();
  });

  it('of a JSON with faults still says what it is called; what cannot be read says nothing', async () => {
    const { setup } = seated();
    await setup.take(file('j.json', JSON.stringify({ ...JSON_SALE, title: 7, lots: [{}] })));
    expect(setup.store.getState().terms).toEqual({ saleId: 'j1', title: '', currency: 'JPY' });
    await setup.take(file('j.json', '{"saleId":"j1"'));
    expect(setup.store.getState().terms).toEqual({ saleId: '', title: '', currency: '' });
  });

  it('of a JSON with faults is sold by its own rules, as far as they are right: what is the house’s instead is named', async () => {
    const { setup } = seated();
    const increments = { kind: 'steps', bound: 'low', rows: [[0, 50]] };
    const lots = [{ ...JSON_SALE.lots[0], openingMinor: -1 }];
    await setup.take(file('j.json', JSON.stringify({ ...JSON_SALE, increments, lots })));
    expect(setup.store.getState()).toMatchObject({
      catalogue: { sale: null },
      rules: { increments, policies: JSON_SALE.policies, premium: [[0, 1000]] },
      unread: [],
    });
    await setup.take(file('j.json', JSON.stringify({ ...JSON_SALE, increments, premium: [[0, -1]], policies: null })));
    expect(setup.store.getState()).toMatchObject({
      rules: { increments, policies: HOUSE_TERMS.policies, premium: [] },
      unread: ['policies', 'premium'],
    });
    await setup.take(file('a.csv', CSV));
    expect(setup.store.getState()).toMatchObject({ rules: HOUSE_TERMS, unread: [] });
  });

  it('that is not taken leaves the one before where it is, and says which that is', async () => {
    const { setup } = seated();
    const gone = { ...file('gone.json', ''), text: () => Promise.reject(new Error('NotFoundError')) };
    await setup.take(gone);
    expect(setup.store.getState().error).toBe('gone.json cannot be read. Was it moved or changed? Drop it again.');
    await setup.take(file('clocks.csv', CSV));
    for (const [dropped, why] of [
      [file('list.pdf', ''), 'list.pdf is neither .csv nor .json: save the list as one of them.'],
      [
        file('big.json', '', PUBLISH_BYTES_MAX + 2 ** 19),
        'big.json is too large: 16.5 MiB, and a desk takes 16. Import it on the house’s machine.',
      ],
      [gone, 'gone.json cannot be read. Was it moved or changed? Drop it again.'],
    ] as const) {
      await setup.take(dropped);
      expect(setup.store.getState()).toMatchObject({
        error: `${why} What stands here is still clocks.csv.`,
        file: { name: 'clocks.csv' },
      });
    }
    await setup.takeAll([], 'Spring');
    expect(setup.store.getState().error).toMatch(/^Spring is a folder: drop the list and the pictures/);
    await setup.takeAll([{ ...file('clocks.csv', CSV), arrayBuffer: async () => new ArrayBuffer(0) }]);
    expect(setup.store.getState().error).toBeNull();
  });

  it('of a JSON brings its own terms, which can be replaced', async () => {
    const { setup, asked } = seated();
    await setup.take(file('j.json', JSON.stringify(JSON_SALE)));
    expect(setup.store.getState().rules.premium).toEqual([[0, 1000]]);
    setup.setTerms({ saleId: 'j2' });
    setup.setRules({ premium: [] });
    await setup.publish();
    expect(asked).toEqual([{ ask: 'publish', sale: { ...JSON_SALE, saleId: 'j2', premium: [] } }]);
  });

  it('is refused by its ending and its size, and what was there stays', async () => {
    const { setup } = seated();
    await setup.take(file('a.csv', CSV));
    await setup.take(file('a.xlsx', ''));
    expect(setup.store.getState().error).toMatch('neither');
    await setup.take(file('b.csv', '', PUBLISH_BYTES_MAX + 1));
    expect(setup.store.getState().error).toMatch('too large');
    expect(setup.store.getState().file?.name).toBe('a.csv');
  });
});

describe('publishing', () => {
  it('asks nothing while something is wrong, in the file or in the terms', async () => {
    const { setup, asked } = seated();
    await setup.publish();
    await setup.take(file('a.csv', 'title,opening\nA,x\n'));
    await setup.publish();
    await setup.take(file('j.json', JSON.stringify(JSON_SALE)));
    setup.setTerms({ saleId: 'no id' });
    await setup.publish();
    expect(setup.store.getState().publishing).toEqual({
      phase: 'failed',
      why: 'saleId: must be 1 to 64 letters, digits, _ or -.',
    });
    expect(asked).toEqual([]);
  });

  it('is one request however often it is pressed, and the list of sales is read again', async () => {
    const { setup, asked, sale } = seated();
    await setup.take(file('a.csv', CSV));
    await Promise.all([setup.publish(), setup.publish()]);
    expect(asked).toHaveLength(1);
    expect(setup.store.getState().publishing).toMatchObject({ phase: 'done', id: 'x', lots: 1 });
    expect(sale.getState().sales).toEqual(SALES);
  });

  it('says what the house said, without its code', async () => {
    const { setup } = seated(() => Promise.reject(new Error('sale-exists: There is a sale a already.')));
    await setup.take(file('a.csv', CSV));
    await setup.publish();
    expect(setup.store.getState().publishing).toEqual({ phase: 'failed', why: 'There is a sale a already.' });
  });
});

describe('bidders', () => {
  it('a decision takes the place of the one before; a refusal changes nothing', async () => {
    const one = { sale: 's1', bidder: 'anna', state: 'applied', limitMinor: null, paddle: '1', at: 1 } as const;
    const { setup, sale } = seated((request) => {
      if (request.ask === 'registrations') return { registrations: [one] };
      if (request.ask === 'decide' && request.decision.bidder === 'anna')
        return { ...one, state: request.decision.state, limitMinor: request.decision.limitMinor ?? null };
      throw new Error('unknown-bidder: There is no such bidder.');
    });
    sale.setState({ saleId: 's1' });
    await setup.readPeople();
    expect(await setup.decide({ bidder: 'anna', state: 'approved-limited', limitMinor: 5 })).toBe(true);
    expect(setup.store.getState().people).toEqual([{ ...one, state: 'approved-limited', limitMinor: 5 }]);
    expect(await setup.decide({ bidder: 'nobody', state: 'declined' })).toBe(false);
    expect(setup.store.getState()).toMatchObject({
      peopleError: 'There is no such bidder.',
      people: [{ bidder: 'anna' }],
    });
  });
});
