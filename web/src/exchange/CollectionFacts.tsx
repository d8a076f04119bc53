import { useTranslation } from 'react-i18next';

import { formatDateTime } from '../app/dates';
import type { Collection } from './shapes';

/** What the file asks for and what came of it. */
export function CollectionFacts({ batch }: { batch: Collection }) {
  const { t } = useTranslation('exchange');
  const period = batch.due_from || batch.due_until ? `${batch.due_from ?? '…'} – ${batch.due_until ?? '…'}` : t('collections.allDue');
  const facts: [string, string][] = [
    [t('imports.rows'), String(batch.row_count)],
    [t('collections.total'), batch.total],
    [t('collections.collected'), `${batch.collected} (${batch.collected_count})`],
    [t('collections.failed'), String(batch.failed_count)],
    [t('collections.waiting'), String(batch.waiting_count)],
    [t('collections.period'), period],
    [t('collections.field.bank_code'), batch.bank_code],
    [t('collections.field.layout'), t(`collections.layout.${batch.layout}`)],
    [t('collections.by'), `${batch.made_by?.full_name ?? t('system')} · ${formatDateTime(batch.made_at)}`],
  ];
  if (batch.reason) facts.push([t('collections.canceledFor'), batch.reason]);
  return (
    <dl className="panel exchange-facts">
      {facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd className="num">{value}</dd></div>)}
      <div style={{ gridColumn: '1 / -1' }}><dt>SHA-256</dt><dd className="exchange-digest">{batch.digest || '–'}</dd></div>
    </dl>
  );
}
