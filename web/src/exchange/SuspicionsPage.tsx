import { CheckCircleOutlined } from '@ant-design/icons';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useMe } from '../app/useMe.query';
import { queryClient } from '../app/queryClient';
import { useTopic } from '../app/useTopic';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { SearchField } from '../components/SearchField';
import { ExportButton } from '../repair/ExportButton';
import { Pages } from '../repair/Pages';
import { useFilters } from '../repair/useFilters';
import { useList } from '../repair/useList.query';
import { ExchangeNav } from './ExchangeNav';
import type { Suspicion } from './shapes';
import { SuspicionActs } from './SuspicionActs';
import { SuspicionTable } from './SuspicionTable';
import { useOrder } from './useOrder.mutation';

const RULES = ['stopped', 'jump', 'drop', 'reverse', 'predicted', 'due', 'alarm_dead', 'alarm_power', 'alarm_reverse', 'alarm_tamper'] as const;
const STATES = ['OPEN', 'STARTED', 'DISMISSED'] as const;
const LIST = '/api/suspicions/';

/** Meters whose readings, alarms or verification ask for a look: replaced in bulk, or dismissed. */
export function Component() {
  const { t } = useTranslation('exchange');
  const { message } = App.useApp();
  const { data: me } = useMe();
  const { values, set } = useFilters();
  const { cursor, state = 'OPEN', ...rest } = values;
  const filter = { ...rest, ...(state === 'any' ? {} : { state }) };
  const [selected, setSelected] = useState<string[]>([]);
  const { data, error, refetch } = useList<Suspicion>(LIST, { ...filter, cursor });
  const search = useOrder<object, { count: number }>('/api/suspicions/search/', LIST);
  useTopic('suspicions', () => void queryClient.invalidateQueries({ queryKey: ['repair', LIST] }));
  if (error) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  const mine = me?.may.import_readings ?? false;
  const look = () => search.mutate({}, { onSuccess: () => void message.success(t('suspicions.sought')), onError: (problem) => void message.error(problem.message) });
  return (
    <div className="page page-wide">
      <PageHead
        title={t('suspicions.title')} sub={t('suspicions.sub')}
        actions={<>{mine && <Button loading={search.isPending} onClick={look}>{t('suspicions.search')}</Button>}<ExportButton path={`${LIST}export/`} params={filter} name="suspicions.csv" /></>}
      />
      <ExchangeNav />
      <search className="toolbar" aria-label={t('filters')}>
        <SearchField label={t('suspicions.find')} value={values.q ?? ''} onSearch={(q) => set('q', q)} />
        <Select aria-label={t('suspicions.rule')} placeholder={t('suspicions.rule')} mode="multiple" maxTagCount={1} allowClear style={{ minWidth: 180 }} value={values.rule?.split(',') ?? []} onChange={(chosen: string[]) => set('rule', chosen.join(','))} options={RULES.map((value) => ({ value, label: t(`rule.${value}`) }))} />
        <Select aria-label={t('state')} style={{ width: 150 }} value={state} onChange={(value: string) => set('state', value)} options={[...STATES, 'any'].map((value) => ({ value, label: t(`suspicions.state.${value}`) }))} />
      </search>
      {!data && <LoadingState />}
      {data?.results.length === 0 && <div className="panel"><EmptyState icon={<CheckCircleOutlined />} title={t('suspicions.none')} hint={t('suspicions.noneHint')} /></div>}
      {data && data.results.length > 0 && (
        <>
          {mine && state === 'OPEN' && <SuspicionActs selected={selected} onDone={() => setSelected([])} />}
          <p className="soft num">{t(data.count_capped ? 'countCapped' : 'count', { count: data.count ?? 0 })}</p>
          <SuspicionTable rows={data.results} sort={values.sort ?? '-seen_at'} onSort={(sort) => set('sort', sort)} selected={mine && state === 'OPEN' ? selected : null} onSelect={setSelected} />
          <Pages next={data.next} cursor={cursor} onGo={(value) => set('cursor', value)} />
        </>
      )}
    </div>
  );
}
