import { BankOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useMe } from '../app/useMe.query';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { SearchField } from '../components/SearchField';
import { ExportButton } from '../repair/ExportButton';
import { Pages } from '../repair/Pages';
import { useFilters } from '../repair/useFilters';
import { useList } from '../repair/useList.query';
import { CollectionTable } from './CollectionTable';
import { ExchangeNav } from './ExchangeNav';
import { NewCollectionDialog } from './NewCollectionDialog';
import type { Collection } from './shapes';

const STATES = ['CHOSEN', 'WRITTEN', 'ANSWERED', 'CANCELED'] as const;
const LIST = '/api/collections/';

/** Files for the banks, and how far their answers have come. */
export function Component() {
  const { t } = useTranslation('exchange');
  const { data: me } = useMe();
  const { values, set } = useFilters();
  const [making, setMaking] = useState(false);
  const { data, error, refetch } = useList<Collection>(LIST, values);
  const { cursor, ...filter } = values;
  if (error) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  return (
    <div className="page page-wide">
      <PageHead
        title={t('collections.title')} sub={t('collections.sub')}
        actions={<>{me?.may.import_settlement && <Button type="primary" onClick={() => setMaking(true)}>{t('collections.new')}</Button>}<ExportButton path={`${LIST}export/`} params={filter} name="collections.csv" /></>}
      />
      <ExchangeNav />
      <search className="toolbar" aria-label={t('filters')}>
        <SearchField label={t('collections.search')} value={values.q ?? ''} onSearch={(q) => set('q', q)} />
        <Select aria-label={t('state')} placeholder={t('state')} allowClear style={{ width: 150 }} value={values.state} onChange={(value?: string) => set('state', value)} options={STATES.map((value) => ({ value, label: t(`collections.state.${value}`) }))} />
      </search>
      {!data && <LoadingState />}
      {data?.results.length === 0 && <div className="panel"><EmptyState icon={<BankOutlined />} title={t('collections.none')} hint={t('collections.noneHint')} /></div>}
      {data && data.results.length > 0 && (
        <>
          <CollectionTable rows={data.results} sort={values.sort ?? '-made_at'} onSort={(sort) => set('sort', sort)} />
          <Pages next={data.next} cursor={cursor} onGo={(value) => set('cursor', value)} />
        </>
      )}
      {making && <NewCollectionDialog onClose={() => setMaking(false)} />}
    </div>
  );
}
