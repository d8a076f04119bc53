import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import type { RecordDetail } from '../api/types';
import { useQueryState } from '../app/useQueryState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { CustomerFields } from '../customer/CustomerFields';
import { CustomerHistory } from '../customer/CustomerHistory';
import { recordPath } from './cellText';
import { MonthlyConsumption } from './MonthlyConsumption';
import { RecordTable } from './RecordTable';
import { useRecord } from './useRecord.query';
import '../customer/customer.css';
import './registers.css';

const METERED = ['meters', 'supply-points'];

function Data({ record }: { record: RecordDetail }) {
  return (
    <>
      {record.links.length > 0 && (
        <section className="panel panel-pad">
          <dl className="fields">
            {record.links.map((link) => (
              <div key={link.label}><dt>{link.label}</dt><dd><Link to={recordPath(link.key, link.id)}>{link.name || link.id}</Link></dd></div>
            ))}
          </dl>
        </section>
      )}
      <CustomerFields fields={record.fields} register={record.key} id={record.id} />
      {METERED.includes(record.key) && <MonthlyConsumption register={record.key} id={record.id} />}
    </>
  );
}

/** One record of a register: its data, what belongs to it, and its history. */
export function Component() {
  const { t } = useTranslation('registers');
  const { register = '', recordId = '' } = useParams<'register' | 'recordId'>();
  const [chosen, choose] = useQueryState('tab');
  const { data: record, error, refetch } = useRecord(register, recordId);
  if (error && !record) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!record) return <LoadingState />;
  const items = [
    { key: 'data', label: t('data'), children: <Data record={record} /> },
    ...record.related.map((related) => ({
      key: related.key,
      label: `${related.title} ${related.rows.length}${related.more ? '+' : ''}`,
      children: related.rows.length
        ? <RecordTable register={related.key} columns={related.columns} rows={related.rows} />
        : <p className="soft">{t('noRows')}</p>,
    })),
    { key: 'history', label: t('history'), children: <CustomerHistory path={`/api/registers/${register}/${recordId}/history/`} /> },
  ];
  return (
    <div className="page">
      <PageHead title={record.name} sub={<Link to={`/registers/${record.key}`}>{record.title}</Link>} />
      <Tabs activeKey={items.some(({ key }) => key === chosen) ? chosen : 'data'} items={items} onChange={(key) => choose(key === 'data' ? '' : key)} />
    </div>
  );
}
