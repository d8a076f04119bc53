import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { Json } from '../api/types';
import { valueText } from '../components/valueText';
import type { AskedTable, Decision, MatchedRow } from './decisions';

function Row({ matched }: { matched: MatchedRow }) {
  const { t } = useTranslation('instance');
  const [from, until] = matched.valid;
  return (
    <li>
      <strong>{t('decision.row', { row: matched.row })}</strong>
      {matched.citation && <> · {matched.citation}</>}
      {(from || until) && <span className="soft num"> · {t('decision.valid', { from: from ?? '…', until: until ?? '…' })}</span>}
      <div className="soft">→ {matched.outputs.map((one: Json) => valueText(one)).join(' · ')}</div>
    </li>
  );
}

function Asked({ asked }: { asked: AskedTable }) {
  const { t } = useTranslation('instance');
  return (
    <>
      <p className="moment-way">
        {asked.citation && <>{asked.citation}<br /></>}
        {asked.inputs.map(({ label, value }) => `${label} = ${valueText(value)}`).join(' · ')}
      </p>
      {asked.matched.length === 0 && <p className="moment-way">{t('decision.none')}</p>}
      <ul className="decision-rows">{asked.matched.map((row) => <Row key={row.row} matched={row} />)}</ul>
    </>
  );
}

/** What a table decided, by which row and clause; the one that a link asks for is open and in view. */
export function DecisionTold({ decision, wanted }: { decision: Decision; wanted: boolean }) {
  const { t } = useTranslation('instance');
  const here = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (wanted) here.current?.scrollIntoView({ block: 'center' });
  }, [wanted]);
  return (
    <details ref={here} className={wanted ? 'decision decision-wanted' : 'decision'} open={wanted}>
      <summary>{t('decision.title', { name: decision.name })} <span className="soft num">{t('decision.asOf', { day: decision.asOf })}</span></summary>
      {decision.tables.map((asked) => <Asked key={asked.table} asked={asked} />)}
    </details>
  );
}
