import { Button, Table, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Json } from '../api/types';
import { OldNew } from '../components/OldNew';
import { recordPath } from '../registers/cellText';
import type { BulkCell, BulkRow } from './bulkTypes';
import { useBulkRows } from './useBulkRows.query';

/** The fields of one row, old and new; of one in conflict also what the record held instead. */
export function Cells({ cells }: { cells: BulkCell[] }) {
  const { t } = useTranslation('change');
  return (
    <ul className="bulk-cells">
      {cells.map((cell) => (
        <li key={cell.name}>
          <span className="soft">{cell.label}</span>{' '}
          {cell.right === 'hidden' ? t('hidden') : <OldNew old={cell.old as Json} now={cell.new as Json} />}
          {cell.found !== null && cell.found !== undefined && <Tag color="warning">{t('bulk.found', { value: String(cell.found) })}</Tag>}
        </li>
      ))}
    </ul>
  );
}

const TONES: Record<string, string> = { PROPOSED: 'processing', APPLIED: 'success', CONFLICT: 'warning', REFUSED: 'error', WITHDRAWN: 'default' };

/** The rows of a bulk change that the reader may see; with `onChoose` some can be ticked as refused. */
export function BulkRowsTable({ id, register, state = '', chosen, onChoose }: {
  id: number;
  register: string;
  state?: string;
  chosen?: number[];
  onChoose?: (records: number[]) => void;
}) {
  const { t } = useTranslation('change');
  const list = useBulkRows(id, state);
  const rows = list.data?.pages.flatMap((page) => page.results) ?? [];
  return (
    <>
      <Table<BulkRow>
        size="small" rowKey="record_id" dataSource={rows} loading={list.isLoading} pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 'max-content' }}
        rowSelection={onChoose && { selectedRowKeys: chosen ?? [], columnTitle: t('bulk.refuse'), columnWidth: 72, onChange: (keys) => onChoose(keys.map(Number)) }}
        columns={[
          { title: t('bulk.record'), key: 'key', render: (_, row) => <Link to={recordPath(register, String(row.record_id))}>{[row.key, row.name].filter((text, at, all) => text && all.indexOf(text) === at).join(' ')}</Link> },
          { title: t('bulk.changes'), key: 'fields', render: (_, row) => <Cells cells={row.fields} /> },
          { title: t('bulk.state'), key: 'state', render: (_, row) => <><Tag color={TONES[row.state]}>{row.state_label}</Tag>{row.refused && row.state === 'PROPOSED' && <Tag color="error">{t('refused')}</Tag>}<small className="soft">{row.note}</small></> },
        ]}
      />
      {list.hasNextPage && <Button block type="text" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('app:more')}</Button>}
    </>
  );
}
