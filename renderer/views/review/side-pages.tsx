/** Below the moment: the price of a lot and the depth of its bidding, the sale so far, what a paddle had been told, the signs found, and the proof of the whole log, one at a time. */
import { useState } from 'react';
import { Panel } from '../parts/panel.tsx';
import { Segments } from '../parts/segments.tsx';
import { LotChart } from './lot-chart.tsx';
import { SaleSoFar } from './sale-so-far.tsx';
import { Signs } from './signs.tsx';
import { Told } from './told.tsx';
import { useLotName, useReview } from './use-review.ts';
import { VerifyWords } from './verify-words.tsx';

type Page = 'chart' | 'depth' | 'sale' | 'told' | 'signs' | 'verify';
const PAGES: readonly (readonly [Page, string])[] = [
  ['chart', 'Lot'],
  ['depth', 'Depth'],
  ['sale', 'Sale'],
  ['told', 'Told'],
  ['signs', 'Signs'],
  ['verify', 'Verify'],
];
const TITLES: Readonly<Record<Page, string>> = {
  chart: 'Bids of a lot',
  depth: 'Depth of a lot',
  sale: 'The sale so far',
  told: 'What a paddle had been told',
  signs: 'Signs to look at',
  verify: 'Proof of the whole log',
};

export function SidePages({ lot }: { readonly lot: string | null }) {
  const [page, setPage] = useState<Page>('chart');
  const phase = useReview((state) => state.verify.phase);
  const [seen, setSeen] = useState(phase);
  // A verification that was asked for by its key is shown.
  if (seen !== phase) {
    setSeen(phase);
    if (phase === 'busy') setPage('verify');
  }
  const first = useReview((state) => state.catalogue?.lots.keys().next().value ?? null);
  const shown = lot ?? first;
  const name = useLotName();
  const log = useReview((state) => state.name);
  const isOfLot = page === 'chart' || page === 'depth';
  const title = isOfLot && shown !== null ? `Lot ${name(shown).number}, ${name(shown).title}` : TITLES[page];
  return (
    <Panel
      title={title}
      aside={<Segments label="Page" value={page} options={PAGES} onChange={setPage} />}
      bare={page !== 'verify'}
    >
      {isOfLot && shown !== null && <LotChart key={shown} lot={shown} of={page} />}
      {page === 'sale' && <SaleSoFar />}
      {page === 'told' && <Told />}
      {page === 'signs' && <Signs key={log} />}
      {page === 'verify' && <VerifyWords />}
    </Panel>
  );
}
