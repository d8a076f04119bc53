import { Alert, Button, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Imported } from './shapes';
import { useWrite } from './useWrite.mutation';

/** Imports a year from CSV or Excel: first a trial that tells every problem by row, then in earnest. */
export function CalendarImport() {
  const { t } = useTranslation('rights');
  const [file, setFile] = useState<File | null>(null);
  const write = useWrite<Imported>();
  const send = (chosen: File, dry: boolean): void => {
    const body = new FormData();
    body.append('file', chosen);
    body.append('dry_run', String(dry));
    write.mutate({ method: 'post', path: '/api/calendar/import/', body });
  };
  const told = write.data;
  return (
    <section className="panel panel-pad" aria-label={t('calendar.import')}>
      <h2 className="panel-title">{t('calendar.import')}</h2>
      <p className="soft">{t('calendar.importHint')}</p>
      <div className="rights-form">
        <Upload maxCount={1} accept=".csv,.xlsx" beforeUpload={(chosen) => { setFile(chosen); send(chosen, true); return false; }} onRemove={() => setFile(null)}><Button>{t('calendar.choose')}</Button></Upload>
        <Button type="primary" disabled={!file || !told?.dry_run || told.problems.length > 0} loading={write.isPending} onClick={() => file && send(file, false)}>{t('calendar.take')}</Button>
      </div>
      {told && told.problems.length === 0 && <Alert type={told.dry_run ? 'info' : 'success'} showIcon title={t(told.dry_run ? 'calendar.would' : 'calendar.done', { year: told.year, added: told.added, changed: told.changed, removed: told.removed })} />}
      {told && told.problems.length > 0 && <Alert type="error" showIcon title={t('calendar.wrong')} description={<ul>{told.problems.map((one) => <li key={`${one.row}${one.column}`}>{t('calendar.row', { row: one.row })}{one.message}</li>)}</ul>} />}
      {write.error && <Alert type="error" showIcon title={write.error.message} />}
    </section>
  );
}
