import { ImportOutlined } from '@ant-design/icons';
import { DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';

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
import { RunTable } from './RunTable';
import type { ImportRun } from './shapes';
import { UploadPanel } from './UploadPanel';
import { useImportKinds } from './useImportKinds.query';

const STATES = ['CHECKED', 'REFUSED', 'RUNNING', 'DONE', 'STOPPED'] as const;

/** Files from other systems: upload one, and what became of those before. */
export function Component() {
  const { t } = useTranslation('exchange');
  const { values, set } = useFilters();
  const kinds = useImportKinds();
  const { data, error, refetch } = useList<ImportRun>('/api/imports/', values);
  useTopic('imports', () => void queryClient.invalidateQueries({ queryKey: ['repair', '/api/imports/'] }));
  const { cursor, ...filter } = values;
  const failed = error ?? kinds.error;
  if (failed) return <div className="page"><FailedState error={failed} onRetry={() => void refetch()} /></div>;
  const mine = kinds.data?.filter((kind) => kind.may_import) ?? [];
  const day = (name: string) => (values[name] ? dayjs(values[name]) : null);
  return (
    <div className="page page-wide">
      <PageHead title={t('imports.title')} sub={t('imports.sub')} actions={<ExportButton path="/api/imports/export/" params={filter} name="imports.csv" />} />
      <ExchangeNav />
      {mine.length > 0 && <UploadPanel kinds={mine} />}
      <search className="toolbar" aria-label={t('filters')}>
        <SearchField label={t('imports.search')} value={values.q ?? ''} onSearch={(q) => set('q', q)} />
        <Select aria-label={t('upload.kind')} placeholder={t('upload.kind')} allowClear style={{ minWidth: 160 }} value={values.kind} onChange={(value?: string) => set('kind', value)} options={kinds.data?.map(({ key: value, label }) => ({ value, label }))} />
        <Select aria-label={t('state')} placeholder={t('state')} allowClear style={{ width: 140 }} value={values.state} onChange={(value?: string) => set('state', value)} options={STATES.map((value) => ({ value, label: t(`run.state.${value}`) }))} />
        <DatePicker aria-label={t('imports.from')} placeholder={t('imports.from')} value={day('uploaded_at_from')} onChange={(_, text) => set('uploaded_at_from', String(text ?? ''))} />
        <DatePicker aria-label={t('imports.until')} placeholder={t('imports.until')} value={day('uploaded_at_until')} onChange={(_, text) => set('uploaded_at_until', String(text ?? ''))} />
      </search>
      {!data && <LoadingState />}
      {data?.results.length === 0 && <div className="panel"><EmptyState icon={<ImportOutlined />} title={t('imports.none')} hint={t('imports.noneHint')} /></div>}
      {data && data.results.length > 0 && (
        <>
          <p className="soft num">{t(data.count_capped ? 'countCapped' : 'count', { count: data.count ?? 0 })}</p>
          <RunTable rows={data.results} sort={values.sort ?? '-uploaded_at'} onSort={(sort) => set('sort', sort)} />
          <Pages next={data.next} cursor={cursor} onGo={(value) => set('cursor', value)} />
        </>
      )}
    </div>
  );
}
