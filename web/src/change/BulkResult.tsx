import { Alert, Table } from 'antd';
import { useTranslation } from 'react-i18next';

import type { BulkCheck, BulkProblem } from './bulkTypes';
import { Cells } from './BulkRowsTable';

function Problems({ problems, title }: { problems: BulkProblem[]; title: string }) {
  const { t } = useTranslation('change');
  return (
    <Table<BulkProblem>
      size="small" className="panel" rowKey={(one) => `${one.row}-${one.column}-${one.code}-${one.value}`} dataSource={problems} title={() => <strong>{title}</strong>}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }} scroll={{ x: 'max-content' }}
      columns={[
        { title: t('bulk.row'), dataIndex: 'row', className: 'num', render: (row: number) => row || '—' },
        { title: t('bulk.column'), dataIndex: 'label' },
        { title: t('bulk.mend'), dataIndex: 'message', render: (text: string) => <span className="bulk-message">{text}</span> },
      ]}
    />
  );
}

/** What the check found: counts, problems by row and column, and each record's difference. */
export function BulkResult({ checked }: { checked: BulkCheck }) {
  const { t } = useTranslation('change');
  const wrong = checked.problems.length;
  return (
    <>
      <Alert
        type={wrong > 0 ? 'error' : checked.changed === 0 ? 'warning' : 'success'} showIcon
        message={t('bulk.counts', { total: checked.total, changed: checked.changed, unchanged: checked.unchanged })}
        description={wrong > 0 ? t('bulk.mend_first', { count: wrong }) : checked.changed > 0 ? checked.impact : t('bulk.nothing')}
      />
      {wrong > 0 && <Problems problems={checked.problems} title={t('bulk.problems', { count: wrong })} />}
      {checked.warnings.length > 0 && <Problems problems={checked.warnings} title={t('bulk.warnings', { count: checked.warnings.length })} />}
      {checked.differences.length > 0 && (
        <Table
          size="small" className="panel" rowKey="record_id" dataSource={checked.differences} title={() => <strong>{t('bulk.differences')}</strong>}
          pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }} scroll={{ x: 'max-content' }}
          columns={[
            { title: t('bulk.row'), dataIndex: 'row', className: 'num' },
            { title: t('bulk.record'), dataIndex: 'name' },
            { title: t('bulk.changes'), key: 'fields', render: (_, row) => <Cells cells={row.fields} /> },
          ]}
        />
      )}
    </>
  );
}
