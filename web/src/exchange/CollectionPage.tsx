import { App, Button, Select, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { ScrollRegion } from '../components/ScrollRegion';
import { SearchField } from '../components/SearchField';
import { ToneTag } from '../components/ToneTag';
import { ExportButton } from '../repair/ExportButton';
import { Pages } from '../repair/Pages';
import { useFilters } from '../repair/useFilters';
import { useList } from '../repair/useList.query';
import { CollectionFacts } from './CollectionFacts';
import { CollectionState } from './CollectionState';
import { ExchangeNav } from './ExchangeNav';
import { NoteDialog } from './NoteDialog';
import type { Collection, CollectionRow } from './shapes';
import { useCollection } from './useCollection.query';
import { useOrder } from './useOrder.mutation';

const RESULTS = ['waiting', '00', '01', '02', '03', '99'] as const;

/** One file for a bank: its totals, the file again, and the bank's answer to each row. */
export function Component() {
  const { collectionId = '' } = useParams();
  const { data: batch, error } = useCollection(collectionId);
  if (error) return <div className="page"><FailedState error={error} /></div>;
  if (!batch) return <LoadingState />;
  return (
    <div className="page page-wide">
      <PageHead title={<>{batch.batch_no} <CollectionState row={batch} /></>} sub={batch.bank} actions={batch.may_collect && <Acts batch={batch} />} />
      <ExchangeNav />
      <CollectionFacts batch={batch} />
      <Rows id={collectionId} />
    </div>
  );
}

function Acts({ batch }: { batch: Collection }) {
  const { t } = useTranslation('exchange');
  const { message } = App.useApp();
  const [canceling, setCanceling] = useState(false);
  const cancel = useOrder<{ reason: string }, Collection>(`/api/collections/${batch.id}/cancel/`, `/api/collections/${batch.id}/`);
  const open = (batch.state === 'CHOSEN' || batch.state === 'WRITTEN') && batch.waiting_count === batch.row_count;
  return (
    <>
      {batch.state !== 'CANCELED' && <ExportButton path={`/api/collections/${batch.id}/content/`} name={`${batch.batch_no}.${batch.layout === 'csv' ? 'csv' : 'txt'}`} label={t('collections.download')} />}
      {open && <Button danger onClick={() => setCanceling(true)}>{t('collections.cancel')}</Button>}
      {canceling && (
        <NoteDialog title={t('collections.cancel')} label={t('reason')} busy={cancel.isPending} error={cancel.error} onClose={() => setCanceling(false)}
          onDone={(reason) => cancel.mutate({ reason }, { onSuccess: () => { setCanceling(false); void message.success(t('collections.canceled')); } })} />
      )}
    </>
  );
}

function Rows({ id }: { id: string }) {
  const { t } = useTranslation('exchange');
  const { values, set } = useFilters();
  const { data, error } = useList<CollectionRow>(`/api/collections/${id}/rows/`, values);
  if (error) return <FailedState error={error} />;
  return (
    <>
      <search className="toolbar" aria-label={t('filters')}>
        <SearchField label={t('collections.find')} value={values.q ?? ''} onSearch={(q) => set('q', q)} />
        <Select aria-label={t('collections.result')} placeholder={t('collections.result')} allowClear style={{ width: 160 }} value={values.result} onChange={(value?: string) => set('result', value)} options={RESULTS.map((value) => ({ value, label: t(`result.${value}`) }))} />
      </search>
      <ScrollRegion className="panel" label={t('collections.rows')}>
        <Table<CollectionRow>
          size="small" rowKey="position" dataSource={data?.results ?? []} pagination={false}
          columns={[
            { title: '#', dataIndex: 'position', className: 'num', align: 'right' },
            { title: t('collections.charge'), dataIndex: 'charge_number', className: 'nowrap', render: (number: string, row) => <Link to={`/registers/charges/${row.charge_id}`}>{number}</Link> },
            { title: t('suspicions.customer'), key: 'customer', className: 'exchange-text', render: (_, row) => (row.customer_id ? <Link to={`/customers/${row.customer_id}`}>{row.customer_name}</Link> : '–') },
            { title: t('collections.account'), dataIndex: 'account_no', className: 'num nowrap', render: (number: string | null) => number ?? '–' },
            { title: t('collections.amount'), dataIndex: 'amount', className: 'num', align: 'right' },
            { title: t('collections.collected'), dataIndex: 'collected', className: 'num', align: 'right', render: (sum: string | null) => sum ?? '–' },
            { title: t('collections.result'), key: 'result', render: (_, row) => <ToneTag tone={row.waiting ? 'plain' : row.result === '00' ? 'good' : 'bad'}>{t(`result.${row.result || (row.waiting ? 'waiting' : 'none')}`)}</ToneTag> },
          ]}
        />
      </ScrollRegion>
      <Pages next={data?.next} cursor={values.cursor} onGo={(value) => set('cursor', value)} />
    </>
  );
}
