/**
 * A sale being set up at a clerk's desk: the file, what is wrong with it, the terms that are chosen, and what the house said of
 * it; and the bidders of the sale that the desk sits in. It must not know a view.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DeskBridge } from '../../protocol/bridge.ts';
import {
  type Catalogue,
  type CatalogueFormat,
  type CatalogueTerms,
  checkCatalogue,
  checkSaleValue,
  houseTerms,
} from '../../protocol/catalogue.ts';
import type { Sale } from '../../protocol/sale.ts';
import { soundTerms } from '../../protocol/sale-schema.ts';
import { PUBLISH_BYTES_MAX, type Published, type RegistrationList } from '../../protocol/setup.ts';
import type { Registration, RegistrationDecision } from '../../protocol/wire.ts';
import type { Desk } from '../store.ts';
import { doorOf, doorSentence } from './door.ts';
import { countPictures, isPicture, type Picture, type PictureFile, sendPictures, withPictures } from './pictures.ts';
import { fetchSales, type NamedSale } from './sales.ts';

const RULES = ['increments', 'policies', 'premium'] as const;
/** What is sold by which rules: chosen here, whatever the file said first. */
export type Rules = Pick<Sale, (typeof RULES)[number]>;

export type Publishing =
  | { readonly phase: 'idle' }
  | { readonly phase: 'busy' }
  /** The sale stands; its pictures are on their way. */
  | { readonly phase: 'pictures'; readonly id: string; readonly sent: number; readonly of: number }
  | {
      readonly phase: 'done';
      readonly id: string;
      readonly lots: number;
      readonly pictures: number;
      /** What the house said to pictures that it did not take. */
      readonly refused: readonly string[];
    }
  | { readonly phase: 'failed'; readonly why: string };

export type SetupState = {
  readonly file: { readonly name: string; readonly format: CatalogueFormat; readonly text: string } | null;
  readonly terms: CatalogueTerms;
  readonly rules: Rules;
  /** Of these the file says nothing that can be taken: what stands in their place is the house's. */
  readonly unread: readonly (keyof Rules)[];
  readonly catalogue: Catalogue | null;
  readonly error: string | null;
  readonly pictures: readonly Picture[];
  readonly publishing: Publishing;
  readonly people: readonly Registration[];
  readonly peopleError: string | null;
};
export type SetupStore = StoreApi<SetupState>;

export type Setup = {
  readonly store: SetupStore;
  readonly take: (file: Pick<File, 'name' | 'size' | 'text'>) => Promise<void>;
  /** A list with its pictures, in any order; what else was dropped is named only. */
  readonly takeAll: (files: readonly (Pick<File, 'text'> & PictureFile)[], folder?: string) => Promise<void>;
  readonly setTerms: (change: Partial<CatalogueTerms>) => void;
  readonly setRules: (change: Partial<Rules>) => void;
  readonly drop: () => void;
  readonly publish: () => Promise<void>;
  /** Reads who applied for, and who may bid in, the sale that the desk sits in. */
  readonly readPeople: () => Promise<void>;
  /** True when the house took it. */
  readonly decide: (decision: RegistrationDecision) => Promise<boolean>;
};

const CURRENCY = 'GBP';

/** What of a desk a set-up needs. */
export type SetupDesk = Pick<Desk, 'link' | 'sale'> & { readonly bridge: Pick<DeskBridge, 'setup'> };

export function createSetup(desk: SetupDesk, sales: () => Promise<readonly NamedSale[]> = fetchSales): Setup {
  const store = createStore<SetupState>()(() => ({
    file: null,
    terms: { saleId: '', title: '', currency: CURRENCY },
    rules: houseTerms(CURRENCY),
    unread: [],
    catalogue: null,
    error: null,
    pictures: [],
    publishing: { phase: 'idle' },
    people: [],
    peopleError: null,
  }));
  const ask = doorOf(desk);
  /** What stands on the desk stays, and is named: it is not what was dropped. */
  const refuse = (why: string) => {
    const { file } = store.getState();
    store.setState({ error: file === null ? why : `${why} What stands here is still ${file.name}.` });
  };

  const setup: Setup = {
    store,
    async takeAll(files, folder) {
      const pictures = files.filter(({ name }) => isPicture(name));
      const [list, another] = files.filter((file) => !pictures.includes(file));
      store.setState((state) => ({ pictures: withPictures(state.pictures, pictures), error: null }));
      if (another !== undefined) return refuse('One list at a time: drop it with its pictures.');
      if (list !== undefined) await setup.take(list);
      if (folder !== undefined) refuse(`${folder} is a folder: drop the list and the pictures that are in it.`);
    },
    async take(file) {
      const format = formatOf(file.name);
      if (format === null) return refuse(`${file.name} is neither .csv nor .json: save the list as one of them.`);
      if (file.size > PUBLISH_BYTES_MAX)
        return refuse(
          `${file.name} is too large: ${mib(file.size)} MiB, and a desk takes ${mib(PUBLISH_BYTES_MAX)}. Import it on the house’s machine.`,
        );
      const text = await file.text().catch(() => null);
      if (text === null) return refuse(`${file.name} cannot be read. Was it moved or changed? Drop it again.`);
      const read = checkCatalogue(text, format, csvTerms(file.name, desk));
      const isCsv = format === 'csv';
      const given = isCsv ? {} : (read.sale ?? objectOf(text));
      const terms = isCsv ? csvTerms(file.name, desk) : jsonTerms(given);
      const sound = soundTerms(given);
      store.setState({
        file: { name: file.name, format, text },
        terms,
        rules: { ...houseTerms(terms.currency), ...sound },
        unread: isCsv ? [] : RULES.filter((name) => sound[name] === undefined),
        catalogue: read,
        error: null,
        publishing: { phase: 'idle' },
      });
    },
    setTerms(change) {
      const { file, terms: before, rules } = store.getState();
      const terms = { ...before, ...change };
      // Amounts and the ladder are of the currency.
      const isMoved = terms.currency !== before.currency;
      store.setState({
        terms,
        publishing: { phase: 'idle' },
        ...(isMoved ? { rules: { ...rules, increments: houseTerms(terms.currency).increments } } : {}),
        // A JSON has terms of its own; these only take their place.
        ...(file?.format === 'csv' ? { catalogue: checkCatalogue(file.text, 'csv', terms) } : {}),
      });
    },
    setRules: (change) =>
      store.setState(({ rules }) => ({ rules: { ...rules, ...change }, publishing: { phase: 'idle' } })),
    drop: () =>
      store.setState({ file: null, catalogue: null, error: null, pictures: [], publishing: { phase: 'idle' } }),
    async publish() {
      const sale = saleToPublish(store.getState());
      const { phase } = store.getState().publishing;
      if (sale === null || phase === 'busy' || phase === 'pictures') return;
      const { faults } = checkSaleValue(sale);
      const [first] = faults;
      if (first !== undefined)
        return store.setState({ publishing: { phase: 'failed', why: `${first.place}: ${first.why}.` } });
      store.setState({ publishing: { phase: 'busy' } });
      try {
        const { id, lots } = (await ask({ ask: 'publish', sale: { ...sale } })) as Published;
        const { ready } = countPictures(store.getState().pictures, sale);
        const told = (sent: number) =>
          store.setState({ publishing: { phase: 'pictures', id, sent, of: ready.length } });
        if (ready.length > 0) told(0);
        const refused = await sendPictures(ask, id, ready, told);
        const pictures = ready.length - refused.length;
        store.setState({ publishing: { phase: 'done', id, lots, pictures, refused } });
        const known = await sales().catch(() => desk.sale.getState().sales);
        desk.sale.setState({ sales: known });
      } catch (cause) {
        store.setState({ publishing: { phase: 'failed', why: doorSentence(cause) } });
      }
    },
    async readPeople() {
      const { saleId } = desk.sale.getState();
      if (saleId === null) return store.setState({ people: [], peopleError: null });
      try {
        const { registrations } = (await ask({ ask: 'registrations', sale: saleId })) as RegistrationList;
        if (desk.sale.getState().saleId === saleId) store.setState({ people: registrations, peopleError: null });
      } catch (cause) {
        store.setState({ peopleError: doorSentence(cause) });
      }
    },
    async decide(decision) {
      const { saleId } = desk.sale.getState();
      if (saleId === null) return false;
      try {
        const fresh = (await ask({ ask: 'decide', sale: saleId, decision })) as Registration;
        store.setState(({ people }) => ({
          people: [...people.filter(({ bidder }) => bidder !== fresh.bidder), fresh],
          peopleError: null,
        }));
        return true;
      } catch (cause) {
        store.setState({ peopleError: doorSentence(cause) });
        return false;
      }
    },
  };
  return setup;
}

const setups = new WeakMap<Desk, Setup>();

/** The set-up of a desk: it stays while another desk is looked at. */
export function setupOf(desk: Desk): Setup {
  const known = setups.get(desk) ?? createSetup(desk);
  setups.set(desk, known);
  return known;
}

/** The file's lots under the terms and rules that are chosen; null while a cell is wrong. */
export function saleToPublish({ catalogue, terms, rules }: SetupState): Sale | null {
  const sale = catalogue?.sale ?? null;
  return sale === null ? null : { ...sale, ...terms, ...rules };
}

function formatOf(name: string): CatalogueFormat | null {
  const ending = /\.(csv|json)$/i.exec(name)?.[1]?.toLowerCase();
  return ending === 'csv' || ending === 'json' ? ending : null;
}

/** A list of lots is named by its file, in the currency of the sale that runs. */
function csvTerms(name: string, desk: SetupDesk): CatalogueTerms {
  const bare = name.replace(/\.[^.]*$/, '');
  const saleId = bare
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64)
    .toLowerCase();
  return { saleId, title: bare, currency: desk.sale.getState().sale?.currency ?? CURRENCY };
}

/** What the file itself says, as far as it can be read: whoever mends its lots must not wonder where its name went. */
function jsonTerms(said: Partial<Record<keyof CatalogueTerms, unknown>>): CatalogueTerms {
  const word = (value: unknown) => (typeof value === 'string' ? value : '');
  return { saleId: word(said.saleId), title: word(said.title), currency: word(said.currency) };
}

function objectOf(text: string): object {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    return {};
  }
}

function mib(bytes: number): string {
  // Upwards: one byte too many is more than the most.
  return String(Math.ceil((bytes / 2 ** 20) * 10) / 10);
}
