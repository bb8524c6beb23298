/** Below the moment: the chart of a lot, what a paddle had been told, the signs found, and the proof of the whole log, one at a time. */
import { useState } from 'react';
import { Panel } from '../parts/panel.tsx';
import { Segments } from '../parts/segments.tsx';
import { LotChart } from './lot-chart.tsx';
import { Signs } from './signs.tsx';
import { Told } from './told.tsx';
import { useLotName, useReview } from './use-review.ts';
import { VerifyWords } from './verify-words.tsx';

type Page = 'chart' | 'told' | 'signs' | 'verify';
const PAGES: readonly (readonly [Page, string])[] = [
  ['chart', 'Lot'],
  ['told', 'Told'],
  ['signs', 'Signs'],
  ['verify', 'Verify'],
];
const TITLES: Readonly<Record<Page, string>> = {
  chart: 'Bids of a lot',
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
  const title = page === 'chart' && shown !== null ? `Lot ${name(shown).number}, ${name(shown).title}` : TITLES[page];
  return (
    <Panel
      title={title}
      aside={<Segments label="Page" value={page} options={PAGES} onChange={setPage} />}
      bare={page !== 'verify'}
    >
      {page === 'chart' && shown !== null && <LotChart key={shown} lot={shown} />}
      {page === 'told' && <Told />}
      {page === 'signs' && <Signs key={log} />}
      {page === 'verify' && <VerifyWords />}
    </Panel>
  );
}
