import { DatabaseOutlined } from '@ant-design/icons';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useParams } from 'react-router';

import type { RegisterRef } from '../api/types';
import { useMe } from '../app/useMe.query';
import { useShortcuts } from '../app/useShortcuts';
import { BulkLinks } from '../change/BulkLinks';
import { TABLES } from '../change/tables';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { SearchField } from '../components/SearchField';
import { ExportRecords } from './ExportRecords';
import { KeptLongEnough } from './KeptLongEnough';
import { RecordFilters } from './RecordFilters';
import { RecordTable } from './RecordTable';
import { RegisterSwitch } from './RegisterSwitch';
import { useAsked } from './useAsked';
import { useRecords } from './useRecords.query';
import { useRegisters } from './useRegisters.query';
import '../customer/customer.css';
import './registers.css';

function List({ register }: { register: RegisterRef }) {
  const { t } = useTranslation('registers');
  const [asked, change] = useAsked();
  const list = useRecords(register.key, asked);
  const rows = list.data?.pages.flatMap((page) => page.results);
  const first = list.data?.pages[0];
  const { data: me } = useMe();
  const bulk = Boolean(me?.may.propose_changes && TABLES[register.key]);
  const [chosen, choose] = useState<string[]>([]);
  const narrowed = Object.keys(asked).some((name) => name !== 'sort');
  return (
    <>
      <div className="toolbar">
        <div className="toolbar-grow">
          <SearchField id="record-search" value={asked.q ?? ''} label={t('search')} onSearch={(q) => change({ q })} />
        </div>
        <RecordFilters columns={register.columns} asked={asked} onChange={change} />
        <KeptLongEnough register={register.key} onChange={change} />
      </div>
      {asked.customer && (
        <p className="records-count">
          <Tag closable onClose={() => change({ customer: '' })}>{t('ofCustomer')}</Tag>
          <Link to={`/customers/${asked.customer}`}>{t('openCustomer')}</Link>
        </p>
      )}
      {list.error && !rows && <FailedState error={list.error} onRetry={() => void list.refetch()} />}
      {!rows && !list.error && <LoadingState />}
      {rows?.length === 0 && (
        <EmptyState
          icon={<DatabaseOutlined />} title={t(narrowed ? 'noMatch' : 'none', { title: register.title })}
          hint={t(narrowed ? 'noMatchHint' : 'noneHint')}
        />
      )}
      {rows && rows.length > 0 && (
        <>
          {bulk && <BulkLinks register={register.key} asked={asked} chosen={chosen} />}
          <p className="soft records-count">{t(first?.count_capped ? 'countCapped' : 'count', { count: first?.count ?? 0 })}</p>
          <RecordTable
            register={register.key} columns={register.columns} rows={rows} sort={asked.sort} onSort={(sort) => change({ sort })}
            chosen={chosen} onChoose={bulk ? choose : undefined}
          />
        </>
      )}
      {list.hasNextPage && (
        <Button block type="text" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('app:more')}</Button>
      )}
    </>
  );
}

/** One register's list; which one, and what of it, stands in the address. */
export function Component() {
  const { t } = useTranslation('registers');
  const { register: key = '' } = useParams<'register'>();
  const [asked] = useAsked();
  const { data: registers, error, refetch } = useRegisters();
  useShortcuts({ '/': () => document.getElementById('record-search')?.focus() });
  if (error && !registers) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!registers) return <LoadingState />;
  const [first] = registers;
  const chosen = registers.find((one) => one.key === key);
  if (!chosen && first) return <Navigate to={`/registers/${first.key}`} replace />;
  if (!chosen) return <EmptyState icon={<DatabaseOutlined />} title={t('nothingForYou')} hint={t('nothingForYouHint')} />;
  return (
    <div className="page page-wide">
      <PageHead
        title={chosen.title}
        actions={(
          <>
            <RegisterSwitch registers={registers} chosen={chosen.key} />
            <ExportRecords register={chosen.key} asked={asked} sensitive={chosen.columns.filter((column) => column.sensitive)} />
          </>
        )}
      />
      <List key={chosen.key} register={chosen} />
    </div>
  );
}
