import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { formatDateTime } from '../app/dates';
import { ScrollRegion } from '../components/ScrollRegion';
import { ToneTag } from '../components/ToneTag';
import type { RowProblem } from './shapes';

interface PaymentProblemTableProps { rows: RowProblem[]; selected: string[] | null; onSelect: (ids: string[]) => void }

/** What is unclear about which payment, and who dealt with it how. */
export function PaymentProblemTable({ rows, selected, onSelect }: PaymentProblemTableProps) {
  const { t } = useTranslation('exchange');
  return (
    <ScrollRegion className="panel" label={t('payments.title')}>
      <Table<RowProblem>
        size="small" rowKey="id" dataSource={rows} pagination={false}
        rowSelection={selected ? {
          selectedRowKeys: selected,
          onChange: (keys) => onSelect(keys.map(String)),
          getCheckboxProps: ({ row, file_name }) => ({ 'aria-label': t('select', { name: `${file_name} ${row}` }) }),
          getTitleCheckboxProps: () => ({ 'aria-label': t('selectPage') }),
        } : undefined}
        columns={[
          { title: t('payments.code'), dataIndex: 'code', className: 'nowrap', render: (code: string, { level }) => <ToneTag tone={level === 'error' ? 'bad' : 'warn'}>{t(`code.${code}`, { defaultValue: code })}</ToneTag> },
          { title: t('payments.payment'), dataIndex: 'told', className: 'exchange-text' },
          { title: t('problem.message'), dataIndex: 'message', className: 'exchange-text' },
          { title: t('imports.file'), key: 'file', className: 'nowrap', render: (_, one) => <Link to={`/imports/${one.run}`}>{one.file_name} : {one.row}</Link> },
          { title: t('payments.note'), key: 'note', className: 'exchange-text', render: (_, one) => (one.handled_at ? `${one.handled_by?.full_name ?? ''} ${formatDateTime(one.handled_at)} ${one.note}` : '–') },
        ]}
      />
    </ScrollRegion>
  );
}
