import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import type { RecordDetail, RelatedRecords } from '../api/types';
import { useQueryState } from '../app/useQueryState';
import { ChangePanel } from '../change/ChangePanel';
import { TABLES } from '../change/tables';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { CustomerFields } from '../customer/CustomerFields';
import { CustomerHistory } from '../customer/CustomerHistory';
import { recordPath } from './cellText';
import { LifeLine } from './LifeLine';
import { MonthlyConsumption } from './MonthlyConsumption';
import { ReadingsChart } from './ReadingsChart';
import { RecordAsOf } from './RecordAsOf';
import { RecordTable } from './RecordTable';
import { useRecord } from './useRecord.query';
import '../customer/customer.css';
import './registers.css';

const METERED = ['meters', 'supply-points'];

function Data({ record }: { record: RecordDetail }) {
  return (
    <RecordAsOf register={record.key} id={record.id}>
      {record.links.length > 0 && (
        <section className="panel panel-pad">
          <dl className="fields">
            {record.links.map((link) => (
              <div key={link.label}><dt>{link.label}</dt><dd><Link to={recordPath(link.key, link.id)}>{link.name || link.id}</Link></dd></div>
            ))}
          </dl>
        </section>
      )}
      {TABLES[record.key] && <ChangePanel record={{ table: TABLES[record.key] ?? '', recordId: record.id }} />}
      <CustomerFields fields={record.fields} register={record.key} id={record.id} />
      {METERED.includes(record.key) && <MonthlyConsumption register={record.key} id={record.id} />}
    </RecordAsOf>
  );
}

function Related({ related, of }: { related: RelatedRecords; of: string }) {
  const { t } = useTranslation('registers');
  if (related.rows.length === 0) return <p className="soft">{t('noRows')}</p>;
  return (
    <>
      {of === 'meters' && related.key === 'readings' && <ReadingsChart rows={related.rows} />}
      <RecordTable register={related.key} columns={related.columns} rows={related.rows} />
    </>
  );
}

interface Item { key: string; label: string; children: ReactNode }

function useItems(record: RecordDetail | undefined): Item[] {
  const { t } = useTranslation('registers');
  if (!record) return [];
  const life = record.key === 'meters' ? [{ key: 'life', label: t('life'), children: <LifeLine id={record.id} /> }] : [];
  return [
    { key: 'data', label: t('data'), children: <Data record={record} /> },
    ...life,
    ...record.related.map((related) => ({
      key: related.key,
      label: `${related.title} ${related.rows.length}${related.more ? '+' : ''}`,
      children: <Related related={related} of={record.key} />,
    })),
    { key: 'history', label: t('history'), children: <CustomerHistory path={`/api/registers/${record.key}/${record.id}/history/`} /> },
  ];
}

/** One record of a register: its data now or then, its life, what belongs to it, and its history. */
export function Component() {
  const { register = '', recordId = '' } = useParams<'register' | 'recordId'>();
  const [chosen, choose] = useQueryState('tab');
  const { data: record, error, refetch } = useRecord(register, recordId);
  const items = useItems(record);
  if (error && !record) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!record) return <LoadingState />;
  return (
    <div className="page">
      <PageHead title={record.name} sub={<Link to={`/registers/${record.key}`}>{record.title}</Link>} />
      <Tabs activeKey={items.some(({ key }) => key === chosen) ? chosen : 'data'} items={items} onChange={(key) => choose(key === 'data' ? '' : key)} />
    </div>
  );
}
