import { Table } from 'antd';
import { useTranslation } from 'react-i18next';

import type { Clock, ClockSegment } from '../api/types';
import { formatDateTime, formatSpan } from '../app/dates';
import { EmptyState } from '../components/EmptyState';
import { ClockLine } from './ClockLine';

/** Each clock with its running and stopped stretches and the reasons. */
export function ClocksTab({ clocks }: { clocks: Clock[] }) {
  const { t } = useTranslation('instance');
  if (clocks.length === 0) return <EmptyState title={t('noClocks')} />;
  const columns = [
    { title: t('segment.kind'), dataIndex: 'kind', width: 90, render: (kind: ClockSegment['kind']) => t(`segment.${kind}`) },
    { title: t('segment.department'), key: 'department', render: (_: unknown, row: ClockSegment) => row.department ?? t('system') },
    { title: t('segment.reason'), key: 'reason', render: (_: unknown, row: ClockSegment) => row.reason ?? '' },
    { title: t('segment.from'), dataIndex: 'start', render: (at: string) => <span className="num">{formatDateTime(at)}</span> },
    { title: t('segment.to'), dataIndex: 'end', render: (at: string | null) => <span className="num">{at ? formatDateTime(at) : t('segment.now')}</span> },
    { title: t('segment.length'), dataIndex: 'seconds', className: 'num', render: (seconds: number) => seconds < 60 ? t('underAMinute') : formatSpan(seconds * 1000) },
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
          rowKey={(segment) => segment.start + segment.kind + (segment.element_id ?? '')}
        />
      )}
    </section>
  ));
}
