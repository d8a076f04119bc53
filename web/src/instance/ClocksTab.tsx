import { Table } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Clock, ClockSegment } from '../api/types';
import { formatDateTime } from '../app/dates';
import { EmptyState } from '../components/EmptyState';
import { ClockLine } from './ClockLine';

/** Each clock with its running and stopped stretches and the reasons. */
export function ClocksTab({ clocks }: { clocks: Clock[] }) {
  const { t } = useTranslation('instance');
  if (clocks.length === 0) return <EmptyState title={t('noClocks')} />;
  const columns = [
    { title: t('segment.kind'), dataIndex: 'kind', render: (kind: ClockSegment['kind']) => t(`segment.${kind}`) },
    { title: t('segment.reason'), dataIndex: 'reason' },
    { title: t('segment.from'), dataIndex: 'from', render: (from: string) => <span className="num">{formatDateTime(from)}</span> },
    { title: t('segment.to'), dataIndex: 'to', render: (to: string | null) => <span className="num">{to ? formatDateTime(to) : t('segment.now')}</span> },
  ];
  return clocks.map((clock) => (
    <section key={clock.key} className="panel panel-pad" aria-label={clock.name}>
      <ClockLine clock={clock} />
      <p className="soft clock-basis">
        {clock.basis}
        {clock.due_at && <> {t('clockDue', { at: formatDateTime(clock.due_at) })}</>}
      </p>
      {clock.segments.length > 0 && (
        <Table<ClockSegment>
          size="small" pagination={false} columns={columns} dataSource={clock.segments} scroll={{ x: 'max-content' }}
          rowKey={(segment) => segment.from + segment.kind}
        />
      )}
    </section>
  ));
}
