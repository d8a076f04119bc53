import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { formatDateTime } from '../app/dates';
import { ScrollRegion } from '../components/ScrollRegion';
import { RunState } from './RunState';
import type { ImportRun } from './shapes';
import { onSorted, orderOf } from './sorting';

/** Past imports with their totals. */
export function RunTable({ rows, sort, onSort }: { rows: ImportRun[]; sort: string; onSort: (sort: string) => void }) {
  const { t } = useTranslation('exchange');
  const sorted = (key: string) => ({ key, sorter: true, sortOrder: orderOf(sort, key) });
  return (
    <ScrollRegion className="panel" label={t('imports.title')}>
      <Table<ImportRun>
        size="small" rowKey="id" dataSource={rows} pagination={false} onChange={onSorted<ImportRun>(onSort)}
        columns={[
          { title: t('imports.file'), key: 'file', className: 'exchange-text', render: (_, run) => <Link to={`/imports/${run.id}`}>{run.file_name}</Link> },
          { title: t('upload.kind'), dataIndex: 'kind_label' },
          { title: t('state'), key: 'state', render: (_, run) => <RunState run={run} /> },
          { title: t('imports.rows'), dataIndex: 'row_count', className: 'num', align: 'right', ...sorted('row_count') },
          { title: t('imports.total'), dataIndex: 'total', className: 'num', align: 'right', ...sorted('total') },
          { title: t('imports.imported'), dataIndex: 'imported', className: 'num', align: 'right' },
          { title: t('imports.skipped'), dataIndex: 'skipped', className: 'num', align: 'right' },
          { title: t('imports.failed'), dataIndex: 'failed', className: 'num', align: 'right', ...sorted('failed') },
          { title: t('imports.by'), key: 'by', render: (_, run) => run.uploaded_by?.full_name ?? t('system') },
          { title: t('imports.at'), dataIndex: 'uploaded_at', className: 'num nowrap', ...sorted('uploaded_at'), render: formatDateTime },
          { title: 'SHA-256', dataIndex: 'digest', className: 'exchange-digest', render: (digest: string) => <span title={digest}>{digest.slice(0, 12)}…</span> },
        ]}
      />
    </ScrollRegion>
  );
}
