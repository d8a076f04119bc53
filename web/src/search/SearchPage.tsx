import { SearchOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { RegisterRef } from '../api/types';
import { useInstances } from '../app/useInstances.query';
import { useMe } from '../app/useMe.query';
import { useQueryState } from '../app/useQueryState';
import { useShortcuts } from '../app/useShortcuts';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { InstanceRows } from '../components/InstanceRows';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { SearchField } from '../components/SearchField';
import { CustomerTable } from '../customer/CustomerTable';
import { useCustomers } from '../customer/useCustomers.query';
import { RecordTable } from '../registers/RecordTable';
import { useRecords } from '../registers/useRecords.query';
import { useRegisters } from '../registers/useRegisters.query';
import '../customer/customer.css';
import '../registers/registers.css';

function FoundInstances({ q }: { q: string }) {
  const { t } = useTranslation('search');
  const { data, error, refetch } = useInstances({ q });
  if (error) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState rows={3} />;
  const found = data.pages.flatMap((page) => page.results);
  return found.length > 0 ? <InstanceRows instances={found} label={t('instances')} /> : <p className="soft">{t('none')}</p>;
}

function FoundCustomers({ q }: { q: string }) {
  const { t } = useTranslation('search');
  const { data, error, refetch } = useCustomers({ q, category: '' });
  if (error) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState rows={3} />;
  const found = data.pages.flatMap((page) => page.results);
  return found.length > 0 ? <CustomerTable customers={found} /> : <p className="soft">{t('none')}</p>;
}

function FoundMeters({ q, register }: { q: string; register: RegisterRef }) {
  const { t } = useTranslation('search');
  const { data, error, refetch } = useRecords('meters', { q, page_size: '10' });
  if (error) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingState rows={3} />;
  const [first] = data.pages;
  return first && first.results.length > 0
    ? (
      <>
        <RecordTable register="meters" columns={register.columns.slice(0, 7)} rows={first.results} />
        {first.next && <Link to={`/registers/meters?q=${encodeURIComponent(q)}`}>{t('registers:all')}</Link>}
      </>
    )
    : <p className="soft">{t('none')}</p>;
}

/** One search over the processes, the customers and the meters that this person may see. */
export function Component() {
  const { t } = useTranslation('search');
  const [q, setQ] = useQueryState('q');
  const { data: me } = useMe();
  const { data: registers } = useRegisters();
  const meters = registers?.find(({ key }) => key === 'meters');
  useShortcuts({ '/': () => document.getElementById('search')?.focus() });
  return (
    <div className="page">
      <PageHead title={t('title')} />
      <div className="toolbar"><div className="toolbar-grow"><SearchField id="search" value={q} label={t('hint')} onSearch={setQ} autoFocus /></div></div>
      {!q && <EmptyState icon={<SearchOutlined />} title={t('start')} hint={t('startHint')} />}
      {q && <section className="found"><h2 className="panel-title">{t('instances')}</h2><FoundInstances q={q} /></section>}
      {q && me?.may.see_customers && <section className="found"><h2 className="panel-title">{t('customers')}</h2><FoundCustomers q={q} /></section>}
      {q && meters && <section className="found"><h2 className="panel-title">{t('meters')}</h2><FoundMeters q={q} register={meters} /></section>}
    </div>
  );
}
