import { useTranslation } from 'react-i18next';

import { formatDateTime } from '../app/dates';
import type { ImportRun } from './shapes';

/** The totals of a file, who uploaded and confirmed it, and its digest. */
export function RunFacts({ run }: { run: ImportRun }) {
  const { t } = useTranslation('exchange');
  const when = (at: string | null, who?: string) => (at ? `${who ?? t('system')} · ${formatDateTime(at)}` : '–');
  const facts: [string, string][] = [
    [t('imports.rows'), String(run.row_count)],
    [t('imports.total'), run.total],
    [t('imports.imported'), String(run.imported)],
    [t('imports.skipped'), String(run.skipped)],
    [t('imports.failed'), String(run.failed)],
    [t('imports.warned'), String(run.warned)],
    [t('run.batch'), run.batch_no || '–'],
    [t('run.unit'), run.unit?.name ?? '–'],
    [t('run.uploaded'), when(run.uploaded_at, run.uploaded_by?.full_name)],
    [t('run.confirmed'), when(run.confirmed_at, run.confirmed_by?.full_name)],
    [t('run.finished'), run.finished_at ? formatDateTime(run.finished_at) : '–'],
  ];
  return (
    <dl className="panel exchange-facts">
      {facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd className="num">{value}</dd></div>)}
      <div style={{ gridColumn: '1 / -1' }}><dt>SHA-256</dt><dd className="exchange-digest">{run.digest}</dd></div>
    </dl>
  );
}
