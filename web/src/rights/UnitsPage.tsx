import { DownloadOutlined } from '@ant-design/icons';
import { Button, Select, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useQueryState } from '../app/useQueryState';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { SearchField } from '../components/SearchField';
import { ToneTag } from '../components/ToneTag';
import { AdminTabs } from './AdminTabs';
import './rights.css';
import type { Listed, UnitLine } from './shapes';
import { UnitDialog, type UnitAct } from './UnitDialog';
import { grown, type UnitNode } from './unitTree';
import { useRead } from './useRead.query';

const STATES = ['', 'open', 'closed'];

/** The organisation tree: found, exported, and kept by administrators, each act with its reason. */
export function Component() {
  const { t } = useTranslation('rights');
  const [q, setQ] = useQueryState('q');
  const [state, setState] = useQueryState('state');
  const [act, setAct] = useState<UnitAct | null>(null);
  const { data, error, refetch } = useRead<Listed<UnitLine>>('/api/organisation/');
  if (error) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  if (!data) return <LoadingState />;
  const roots = grown(data.results, { q, state });
  const columns = [
    { title: t('units.name'), key: 'name', render: (_: unknown, u: UnitNode) => <>{u.name} {!u.is_open && <ToneTag tone="plain">{t('units.closed')}</ToneTag>}</> },
    { title: t('units.code'), key: 'code', dataIndex: 'code', className: 'num' },
    { title: t('units.kind'), key: 'kind', render: (_: unknown, u: UnitNode) => t(`units.${u.kind}`) },
    { title: t('units.staff'), key: 'staff', className: 'num', render: (_: unknown, u: UnitNode) => (u.staff ? <Link to={`/admin/users?unit=${u.code}`}>{u.staff}</Link> : 0) },
    { title: t('units.positions'), key: 'positions', dataIndex: 'positions', className: 'num' },
    {
      title: t('units.acts'), key: 'acts', render: (_: unknown, u: UnitNode) => (
        <span className="rights-acts">
          {u.is_open && u.kind !== 'community' && <Button size="small" onClick={() => setAct({ kind: 'open', unit: u })}>{t('units.open')}</Button>}
          <Button size="small" onClick={() => setAct({ kind: 'rename', unit: u })}>{t('units.rename')}</Button>
          {u.parent && <Button size="small" onClick={() => setAct({ kind: u.is_open ? 'close' : 'reopen', unit: u })}>{t(u.is_open ? 'units.close' : 'units.reopen')}</Button>}
        </span>
      ),
    },
  ];
  return (
    <div className="page page-wide">
      <AdminTabs />
      <PageHead
        title={t('tabs.units')} sub={t('units.sub')}
        actions={(['csv', 'xlsx'] as const).map((format) => <Button key={format} icon={<DownloadOutlined aria-hidden />} href={`/api/organisation/export/?format=${format}`}>{format.toUpperCase()}</Button>)}
      />
      <div className="toolbar">
        <div className="toolbar-grow"><SearchField id="unit-search" value={q} label={t('search')} onSearch={setQ} /></div>
        <Select aria-label={t('units.state')} value={state} onChange={setState} style={{ minWidth: 140 }} options={STATES.map((one) => ({ value: one, label: t(`units.state_${one || 'every'}`) }))} />
      </div>
      {roots.length === 0 ? <EmptyState title={t('units.none')} hint={t('units.noneHint')} /> : (
        <Table<UnitNode>
          key={`${q}|${state}`} className="panel" size="small" rowKey="code" columns={columns} dataSource={roots} pagination={false} scroll={{ x: 860 }}
          expandable={{ defaultExpandedRowKeys: q || state ? data.results.map((u) => u.code) : roots.map((u) => u.code) }}
        />
      )}
      {act && <UnitDialog act={act} onClose={() => setAct(null)} />}
    </div>
  );
}
