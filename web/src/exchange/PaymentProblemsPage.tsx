import { CheckCircleOutlined } from '@ant-design/icons';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useMe } from '../app/useMe.query';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { SearchField } from '../components/SearchField';
import { Pages } from '../repair/Pages';
import { useFilters } from '../repair/useFilters';
import { useList } from '../repair/useList.query';
import { ExchangeNav } from './ExchangeNav';
import { NoteDialog } from './NoteDialog';
import { PaymentProblemTable } from './PaymentProblemTable';
import type { RowProblem } from './shapes';
import { useOrder } from './useOrder.mutation';

const CODES = ['unknown_notice', 'ambiguous_notice', 'charge_canceled', 'overpaid', 'partly_paid', 'collection_failed', 'kept_waiting', 'key_reused'] as const;
const LIST = '/api/imports/payment-problems/';

/** Payments that fit nothing, too little, twice or were not collected: over all files, until somebody has dealt with them. */
export function Component() {
  const { t } = useTranslation('exchange');
  const { message } = App.useApp();
  const { data: me } = useMe();
  const { values, set } = useFilters();
  const { handled = 'false', ...rest } = values;
  const [selected, setSelected] = useState<string[]>([]);
  const [asked, setAsked] = useState(false);
  const { data, error, refetch } = useList<RowProblem>(LIST, { ...rest, handled });
  const handle = useOrder<{ ids: string[]; note: string }, { count: number }>('/api/imports/problems/handle/', LIST);
  if (error) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  const mine = (me?.may.import_settlement ?? false) && handled === 'false';
  return (
    <div className="page page-wide">
      <PageHead title={t('payments.title')} sub={t('payments.sub')} />
      <ExchangeNav />
      <search className="toolbar" aria-label={t('filters')}>
        <SearchField label={t('payments.search')} value={values.q ?? ''} onSearch={(q) => set('q', q)} />
        <Select aria-label={t('payments.code')} placeholder={t('payments.code')} mode="multiple" maxTagCount={1} allowClear style={{ minWidth: 180 }} value={values.code?.split(',') ?? []} onChange={(chosen: string[]) => set('code', chosen.join(','))} options={CODES.map((value) => ({ value, label: t(`code.${value}`) }))} />
        <Select aria-label={t('state')} style={{ width: 140 }} value={handled} onChange={(value: string) => set('handled', value)} options={['false', 'true'].map((value) => ({ value, label: t(`payments.handled.${value}`) }))} />
      </search>
      {!data && <LoadingState />}
      {data?.results.length === 0 && <div className="panel"><EmptyState icon={<CheckCircleOutlined />} title={t('payments.none')} hint={t('payments.noneHint')} /></div>}
      {data && data.results.length > 0 && (
        <>
          {mine && <div className="exchange-acts"><span className="soft num">{t('selected', { count: selected.length })}</span><Button type="primary" disabled={selected.length === 0} onClick={() => setAsked(true)}>{t('payments.handle')}</Button></div>}
          <PaymentProblemTable rows={data.results} selected={mine ? selected : null} onSelect={setSelected} />
          <Pages next={data.next} cursor={values.cursor} onGo={(value) => set('cursor', value)} />
        </>
      )}
      {asked && (
        <NoteDialog title={t('payments.handle')} label={t('payments.how')} busy={handle.isPending} error={handle.error} onClose={() => setAsked(false)}
          onDone={(note) => handle.mutate({ ids: selected, note }, { onSuccess: ({ count }) => { setAsked(false); setSelected([]); void message.success(t('payments.done', { count })); } })} />
      )}
    </div>
  );
}
