import { Select, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { formatDateTime } from '../app/dates';
import { FailedState } from '../components/FailedState';
import { ScrollRegion } from '../components/ScrollRegion';
import { ToneTag } from '../components/ToneTag';
import { Pages } from './Pages';
import type { BatchRow, RowState } from './shapes';
import { useFilters } from './useFilters';
import { useList } from './useList.query';

const TONES = { WAITING: 'plain', DONE: 'good', REFUSED: 'warn', FAILED: 'bad', STOPPED: 'plain' } as const;
const STATES = Object.keys(TONES) as RowState[];

/** A result for each row. */
export function BatchRows({ id, running }: { id: string; running: boolean }) {
  const { t } = useTranslation('repair');
  const { values, set } = useFilters();
  const { data, error } = useList<BatchRow>(`/api/batches/${id}/rows/`, values, running ? 2000 : undefined);
  if (error) return <FailedState error={error} />;
  return (
    <>
      <search className="toolbar" aria-label={t('filters')}>
        <Select aria-label={t('row.state')} placeholder={t('row.state')} allowClear style={{ width: 160 }} value={values.state} onChange={(value?: string) => set('state', value)} options={STATES.map((value) => ({ value, label: t(`row.${value}`) }))} />
      </search>
      <ScrollRegion className="panel" label={t('row.title')}>
        <Table<BatchRow>
          size="small"
          rowKey="position"
          dataSource={data?.results ?? []}
          pagination={false}
          columns={[
            { title: t('row.position'), dataIndex: 'position', className: 'num', align: 'right' },
            { title: t('instances.key'), key: 'key', render: (_, row) => (row.instance_id ? <Link to={`/i/${row.instance_id}`}>{row.business_key || row.instance_id}</Link> : row.target) },
            { title: t('instances.name'), dataIndex: 'title' },
            { title: t('row.state'), dataIndex: 'state', render: (state: RowState) => <ToneTag tone={TONES[state]}>{t(`row.${state}`)}</ToneTag> },
            { title: t('row.result'), dataIndex: 'code', render: (code: string) => (code ? t(`code.${code}`, { defaultValue: code }) : '–') },
            { title: t('row.message'), dataIndex: 'message', className: 'repair-message', render: (message: string) => message || '–' },
            { title: t('row.at'), dataIndex: 'done_at', className: 'num', render: (at: string | null) => (at ? formatDateTime(at) : '–') },
          ]}
        />
      </ScrollRegion>
      <Pages next={data?.next} cursor={values.cursor} onGo={(value) => set('cursor', value)} />
    </>
  );
}
