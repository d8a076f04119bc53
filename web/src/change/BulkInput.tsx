import { DownloadOutlined } from '@ant-design/icons';
import type { WidgetProps } from '@rjsf/utils';
import { Select, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { BulkRowsTable } from './BulkRowsTable';
import { useBulkChange } from './useBulkChange.query';
import './change.css';

/** A form's field whose value is the number of a bulk change: its columns and rows, never edited here. */
export function BulkInput({ value }: WidgetProps) {
  const { t } = useTranslation('change');
  const id = Number(value) || 0;
  const { data, error, refetch } = useBulkChange(id);
  const [state, show] = useState('');
  if (error && !data) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState />;
  return (
    <section className="bulk-input">
      <p>
        <strong>{t('bulk.rows', { count: data.rows })}</strong>
        {data.hidden_rows > 0 && <> · <span className="soft">{t('bulk.hidden', { count: data.hidden_rows })}</span></>}
        {' · '}{t('effective', { day: data.effective_on })}
        {' · '}<a href={`/api/bulk-changes/${id}/export/`}><DownloadOutlined aria-hidden /> {t('bulk.export')}</a>
      </p>
      <ul className="bulk-columns">
        {data.fields.map((field) => (
          <li key={field.name}>
            {field.label} <span className="soft num">{t('bulk.in_rows', { count: field.rows })}</span>
            {field.needed > 0 && <span className="soft num"> {t('approved', { given: field.approved, needed: field.needed })}</span>}
            {field.refused > 0 && <Tag color="error">{t('refused')}</Tag>}
          </li>
        ))}
      </ul>
      <Select
        aria-label={t('bulk.state')} value={state} onChange={show} style={{ minWidth: 160, marginBottom: 8 }}
        options={[{ value: '', label: t('bulk.every') }, ...data.states.map((one) => ({ value: one.state, label: `${one.label} ${one.rows}` }))]}
      />
      <BulkRowsTable id={id} register={data.register} state={state} />
    </section>
  );
}
