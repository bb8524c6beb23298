/** The list as it was written, each wrong cell with a shape, a word and its reason; and all reasons as a list that leads to them. */
import { useMemo, useRef, useState } from 'react';
import type { CatalogueFault } from '../../../protocol/catalogue.ts';
import { CSV_COLUMNS } from '../../../protocol/catalogue-csv.ts';
import { columnName } from '../../../protocol/csv.ts';
import { Empty, Panel } from '../parts/panel.tsx';
import { type Mark, StateMark } from '../parts/state-mark.tsx';
import { Cell, type Column, VirtualTable } from '../parts/virtual-table.tsx';
import styles from './setup.module.css';
import { useSetupState } from './use-setup.ts';

const WRONG: Mark = { shape: 'cross', word: 'Wrong', tint: 'bad' };
/** What a column needs; of the rest nobody knows before the file is here. */
const TRACKS: Readonly<Record<string, string>> = {
  lot: '5rem',
  title: 'minmax(11rem, 1.25fr)',
  description: 'minmax(11rem, 1fr)',
  opening: '5.5rem',
  reserve: '5.5rem',
  low: '5.5rem',
  high: '5.5rem',
  opens: '12rem',
  closes: '12rem',
  // A JSON's own names.
  lotid: '5rem',
  number: '4.5rem',
  format: '5rem',
  openingminor: '6.75rem',
  reserveminor: '6.75rem',
  estimateminor: '8.5rem',
};
/** As wide as a reason can be read in, in two lines; a list of the usual columns then still fits beside the terms at 1280. */
const TRACK_WRONG = 'minmax(8.5rem, 1fr)';
const AMOUNTS = new Set([
  'opening',
  'reserve',
  'low',
  'high',
  'number',
  'openingminor',
  'reserveminor',
  'estimateminor',
]);

const OTHERS = CSV_COLUMNS.filter((column) => column !== 'title' && column !== 'opening').join(', ');

export function Preview() {
  const catalogue = useSetupState((state) => state.catalogue);
  const isCsv = useSetupState(({ file }) => file?.format === 'csv');
  const [chosen, setChosen] = useState<{ readonly row: number } | undefined>(undefined);
  const wanted = useRef<CatalogueFault | null>(null);
  const choose = (fault: CatalogueFault) => {
    wanted.current = fault;
    setChosen({ row: fault.row });
  };
  /** The table brings the row into sight, and its cell comes with it; a list has more columns than a screen. */
  const bring = (fault: CatalogueFault | undefined) => (cell: HTMLElement | null) => {
    if (cell === null || fault === undefined || fault !== wanted.current) return;
    wanted.current = null;
    cell.scrollIntoView({ block: 'nearest', inline: 'center' });
  };
  const byCell = useMemo(() => {
    const found = new Map<string, CatalogueFault>();
    for (const fault of catalogue?.faults ?? []) found.set(`${fault.row} ${fault.column}`, fault);
    return found;
  }, [catalogue]);
  if (catalogue === null)
    return (
      <Panel title="Lots" className={styles.grow}>
        <Empty>
          The lots of a file stand here, before anything is published. A CSV has a header with title and opening, and
          any of {OTHERS}; a JSON is a whole sale with its terms.
        </Empty>
      </Panel>
    );

  const { columns, rows, rowNames, faults } = catalogue;
  const wrongColumns = new Set(faults.map(({ column }) => column));
  const written = columns.map((name, at) => {
    const kind = name.trim().toLowerCase();
    const track =
      TRACKS[kind]?.includes('1fr') !== true && wrongColumns.has(at) ? TRACK_WRONG : (TRACKS[kind] ?? '10rem');
    return { id: `${name} ${at}`, name, at, track, isAmount: AMOUNTS.has(kind) };
  });
  const heads: readonly Column[] = [
    { id: 'row', head: 'Row', track: wrongColumns.has(-1) ? '6.5rem' : isCsv ? '3.5rem' : '4.5rem' },
    ...written.map(
      ({ id, name, at, track, isAmount }): Column => ({
        id,
        head: <Head letter={isCsv ? columnName(at) : ''} name={name} fault={byCell.get(`-1 ${at}`)} />,
        track,
        align: isAmount ? 'end' : 'start',
      }),
    ),
  ];
  return (
    <>
      {faults.length > 0 && <Faults faults={faults} onChoose={choose} />}
      <Panel title="Lots" aside={`${rows.length}`} className={styles.grow} bare>
        <VirtualTable
          label="Lots of the file"
          columns={heads}
          count={rows.length}
          rowRem={3}
          rowKey={(index) => `${index}`}
          selected={chosen?.row}
          empty={<Empty>No lot can be read from this file.</Empty>}
          row={(index) => (
            <>
              <Cell>
                {rowNames[index]}
                <Wrong fault={byCell.get(`${index} -1`)} />
              </Cell>
              {written.map(({ id, at, isAmount }) => {
                const fault = byCell.get(`${index} ${at}`);
                return (
                  <Cell key={id} end={isAmount} className={fault === undefined ? undefined : styles.wrong}>
                    <span ref={bring(fault)} className={styles.text} title={rows[index]?.[at]}>
                      {rows[index]?.[at] ?? ''}
                    </span>
                    <Wrong fault={fault} />
                  </Cell>
                );
              })}
            </>
          )}
        />
      </Panel>
    </>
  );
}

type HeadProps = { readonly letter: string; readonly name: string; readonly fault: CatalogueFault | undefined };

function Head({ letter, name, fault }: HeadProps) {
  return (
    <>
      {letter} {name} {fault !== undefined && <StateMark mark={WRONG} />}
    </>
  );
}

function Wrong({ fault }: { readonly fault: CatalogueFault | undefined }) {
  if (fault === undefined) return null;
  return (
    <span className={styles.why} title={fault.why}>
      <StateMark mark={WRONG} /> {fault.why}
    </span>
  );
}

type FaultsProps = { readonly faults: readonly CatalogueFault[]; readonly onChoose: (fault: CatalogueFault) => void };

function Faults({ faults, onChoose }: FaultsProps) {
  return (
    <section className={styles.faults} aria-label="What is wrong" tabIndex={0}>
      <ul>
        {faults.map((fault) => (
          <li key={`${fault.place} ${fault.why}`}>
            {fault.row < 0 ? (
              <strong>{fault.place}</strong>
            ) : (
              <button type="button" className={styles.place} onClick={() => onChoose(fault)}>
                {fault.place}
              </button>
            )}{' '}
            {fault.why}
          </li>
        ))}
      </ul>
    </section>
  );
}
