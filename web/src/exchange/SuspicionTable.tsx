import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { formatDateTime } from '../app/dates';
import { ScrollRegion } from '../components/ScrollRegion';
import { ToneTag } from '../components/ToneTag';
import type { Suspicion } from './shapes';
import { onSorted, orderOf } from './sorting';

const TONES = { OPEN: 'warn', STARTED: 'info', DISMISSED: 'plain' } as const;

interface SuspicionTableProps {
  rows: Suspicion[];
  sort: string;
  onSort: (sort: string) => void;
  /** null where nothing can be chosen. */
  selected: string[] | null;
  onSelect: (ids: string[]) => void;
}

/** What is suspected of which meter of whom, by which figures. */
export function SuspicionTable({ rows, sort, onSort, selected, onSelect }: SuspicionTableProps) {
  const { t } = useTranslation('exchange');
  const sorted = (key: string) => ({ key, sorter: true, sortOrder: orderOf(sort, key) });
  return (
    <ScrollRegion className="panel" label={t('suspicions.title')}>
      <Table<Suspicion>
        size="small" rowKey="id" dataSource={rows} pagination={false} onChange={onSorted<Suspicion>(onSort)}
        rowSelection={selected ? {
          selectedRowKeys: selected,
          onChange: (keys) => onSelect(keys.map(String)),
          getCheckboxProps: ({ serial }) => ({ 'aria-label': t('select', { name: serial }) }),
          getTitleCheckboxProps: () => ({ 'aria-label': t('selectPage') }),
        } : undefined}
        columns={[
          { title: t('suspicions.rule'), dataIndex: 'rule_label', className: 'nowrap', ...sorted('rule') },
          { title: t('suspicions.meter'), dataIndex: 'serial', className: 'nowrap', ...sorted('serial'), render: (serial: string, row) => <Link to={`/registers/meters/${row.meter_id}`}>{serial}</Link> },
          { title: t('suspicions.customer'), key: 'customer', className: 'exchange-text', render: (_, row) => <><Link to={`/customers/${row.customer_id}`}>{row.customer_name}</Link><br /><small className="soft">{row.address} · {row.unit.name}</small></> },
          { title: t('suspicions.figures'), dataIndex: 'figures', className: 'exchange-text num' },
          { title: t('suspicions.seen'), dataIndex: 'seen_at', className: 'num nowrap', ...sorted('seen_at'), render: formatDateTime },
          { title: t('suspicions.reason'), dataIndex: 'reason', render: (reason: string) => t(`reasonCode.${reason}`) },
          { title: t('state'), dataIndex: 'state', render: (state: Suspicion['state']) => <ToneTag tone={TONES[state]}>{t(`suspicions.state.${state}`)}</ToneTag> },
          { title: t('suspicions.result'), key: 'result', className: 'exchange-text', render: (_, row) => (row.instance_id ? <Link to={`/i/${row.instance_id}`}>{t('suspicions.case')}</Link> : row.note || '–') },
        ]}
      />
    </ScrollRegion>
  );
}
