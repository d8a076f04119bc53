import { DownloadOutlined } from '@ant-design/icons';
import { Button, Select, Table } from 'antd';
import { useTranslation } from 'react-i18next';

import { withParams } from '../api/client';
import type { GroupRef } from '../api/types';
import { useQueryState } from '../app/useQueryState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { SearchField } from '../components/SearchField';
import { ToneTag } from '../components/ToneTag';
import { AdminTabs } from './AdminTabs';
import { ExplainPanel } from './ExplainPanel';
import './rights.css';
import type { Listed, MatrixRow } from './shapes';
import { useRead } from './useRead.query';

const TONES = { hidden: 'plain', masked: 'warn', read: 'info', edit: 'good', required: 'good' } as const;

/** Role × field × task: what each role may do with each field of registers and forms. */
export function Component() {
  const { t } = useTranslation('rights');
  const [kind, setKind] = useQueryState('kind');
  const [role, setRole] = useQueryState('role');
  const [right, setRight] = useQueryState('right');
  const [q, setQ] = useQueryState('q');
  const filters = { kind: kind || 'register', role, right, q };
  const groups = useRead<Listed<GroupRef>>('/api/groups/');
  const { data, error, refetch } = useRead<Listed<MatrixRow>>('/api/rights/matrix/', filters);
  if (error) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  if (!data) return <LoadingState />;
  const by = (name: keyof MatrixRow) => (a: MatrixRow, b: MatrixRow) => a[name].localeCompare(b[name], 'zh');
  const columns = [
    { title: t('matrix.thing'), dataIndex: 'thing_name', sorter: by('thing_name') },
    ...(filters.kind === 'form' ? [{ title: t('matrix.task'), dataIndex: 'task_name', sorter: by('task_name') }] : []),
    { title: t('matrix.field'), dataIndex: 'field_name', sorter: by('field_name') },
    { title: t('changes.role'), dataIndex: 'role_name', sorter: by('role_name') },
    { title: t('matrix.right'), key: 'right', sorter: by('right'), render: (_: unknown, row: MatrixRow) => <ToneTag tone={TONES[row.right]}>{t(`right.${row.right}`)}</ToneTag> },
  ];
  return (
    <div className="page page-wide">
      <AdminTabs />
      <PageHead
        title={t('tabs.rights')} sub={t('matrix.sub')}
        actions={(['csv', 'xlsx'] as const).map((format) => <Button key={format} icon={<DownloadOutlined aria-hidden />} href={withParams('/api/rights/matrix/export/', { ...filters, format })}>{format.toUpperCase()}</Button>)}
      />
      <ExplainPanel />
      <div className="toolbar rights-section">
        <Select aria-label={t('matrix.kind')} value={filters.kind} onChange={setKind} style={{ minWidth: 110 }} options={['register', 'form'].map((one) => ({ value: one, label: t(`matrix.${one}`) }))} />
        <Select aria-label={t('changes.role')} value={role} onChange={setRole} showSearch optionFilterProp="label" style={{ minWidth: 150 }} options={[{ value: '', label: t('matrix.everyRole') }, ...(groups.data?.results.map((g) => ({ value: g.key, label: g.name })) ?? [])]} />
        <Select aria-label={t('matrix.right')} value={right} onChange={setRight} style={{ minWidth: 110 }} options={[{ value: '', label: t('matrix.everyRight') }, ...Object.keys(TONES).map((one) => ({ value: one, label: t(`right.${one}`) }))]} />
        <div className="toolbar-grow"><SearchField id="matrix-search" value={q} label={t('search')} onSearch={setQ} /></div>
      </div>
      <Table<MatrixRow>
        className="panel" size="small" rowKey={(row) => `${row.thing}${row.task}${row.field}${row.role}`} columns={columns} dataSource={data.results}
        pagination={{ pageSize: 50, showSizeChanger: false, showTotal: (total) => t('matrix.total', { count: total }) }} scroll={{ x: 640 }}
      />
    </div>
  );
}
