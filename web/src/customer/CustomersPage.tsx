import { TeamOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useMe } from '../app/useMe.query';
import { useQueryState } from '../app/useQueryState';
import { useShortcuts } from '../app/useShortcuts';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { SearchField } from '../components/SearchField';
import { CATEGORIES } from './categories';
import { CustomerTable } from './CustomerTable';
import { useCustomers } from './useCustomers.query';
import './customer.css';

/** The customers that this person may see. */
export function Component() {
  const { t } = useTranslation('customer');
  const [q, setQ] = useQueryState('q');
  const [category, setCategory] = useQueryState('category');
  const { data: me } = useMe();
  const list = useCustomers({ q, category });
  useShortcuts({ '/': () => document.getElementById('customer-search')?.focus() });
  const customers = list.data?.pages.flatMap((page) => page.results);
  const categories = [{ value: '', label: t('anyCategory') }, ...CATEGORIES.map((key) => ({ value: key as string, label: t(`category.${key}`) }))];
  return (
    <div className="page page-wide">
      <PageHead title={t('title')} actions={me?.may.propose_changes && <Link to="/changes/new-customer">{t('change:new.title')}</Link>} />
      <div className="toolbar">
        <div className="toolbar-grow"><SearchField id="customer-search" value={q} label={t('search')} onSearch={setQ} /></div>
        <Select aria-label={t('categoryLabel')} options={categories} value={category} onChange={setCategory} style={{ minWidth: 120 }} />
      </div>
      {list.error && !customers && <FailedState error={list.error} onRetry={() => void list.refetch()} />}
      {!customers && !list.error && <LoadingState />}
      {customers?.length === 0 && (
        <EmptyState icon={<TeamOutlined />} title={q || category ? t('noMatch') : t('none')} hint={q || category ? t('noMatchHint') : t('noneHint')} />
      )}
      {customers && customers.length > 0 && <CustomerTable customers={customers} />}
      {list.hasNextPage && (
        <Button block type="text" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('app:more')}</Button>
      )}
    </div>
  );
}
