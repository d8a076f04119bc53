import { DownloadOutlined } from '@ant-design/icons';
import { Button, Select, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { withParams } from '../api/client';
import { formatDateTime } from '../app/dates';
import { useQueryState } from '../app/useQueryState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { SearchField } from '../components/SearchField';
import { ToneTag } from '../components/ToneTag';
import { AdminTabs } from './AdminTabs';
import { AccountFilters } from './AccountFilters';
import { OpenAccount } from './OpenAccount';
import './rights.css';
import type { Account, Listed } from './shapes';
import { useRead } from './useRead.query';

const SIZE = 50;
const STATES = ['', 'active', 'disabled', 'unused', 'locked'];

function Flags({ account }: { account: Account }) {
  const { t } = useTranslation('rights');
  return (
    <>
      {!account.is_active && <ToneTag tone="plain">{t('accounts.disabled')}</ToneTag>}
      {account.is_locked && <ToneTag tone="bad">{t('accounts.locked')}</ToneTag>}
      {account.unused && <ToneTag tone="warn">{t('accounts.unused')}</ToneTag>}
      {account.second_factor && <ToneTag tone="good">{t('factor.title')}</ToneTag>}
    </>
  );
}

/** The accounts: found, sorted, exported; those unused for ninety days are marked. */
export function Component() {
  const { t } = useTranslation('rights');
  const [q, setQ] = useQueryState('q');
  const [state, setState] = useQueryState('state');
  const [unit, setUnit] = useQueryState('unit');
  const [role, setRole] = useQueryState('role');
  const [ordering, setOrdering] = useQueryState('ordering');
  const [cursor, setCursor] = useQueryState('cursor');
  const filters = { q, state, unit, role, ordering };
  const { data, error, refetch } = useRead<Listed<Account>>('/api/accounts/', { ...filters, cursor, page_size: SIZE });
  if (error) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  if (!data) return <LoadingState />;
  const columns = [
    { title: t('accounts.name'), key: 'full_name', sorter: true, render: (_: unknown, a: Account) => <Link to={`/admin/users/${a.username}`}>{a.full_name}<br /><small className="soft">{a.username}</small></Link> },
    { title: t('accounts.unit'), key: 'unit', sorter: true, render: (_: unknown, a: Account) => a.unit?.name },
    { title: t('accounts.roles'), key: 'roles', render: (_: unknown, a: Account) => a.roles.map((role) => role.name).join('、') },
    { title: t('accounts.seen'), key: 'seen_at', sorter: true, className: 'num', render: (_: unknown, a: Account) => (a.seen_at ? formatDateTime(a.seen_at) : t('accounts.never')) },
    { title: t('accounts.state'), key: 'state', render: (_: unknown, a: Account) => <Flags account={a} /> },
  ];
  return (
    <div className="page page-wide">
      <AdminTabs />
      <PageHead
        title={t('tabs.users')} sub={t('accounts.sub')}
        actions={[<OpenAccount key="open" />, ...(['csv', 'xlsx'] as const).map((format) => <Button key={format} icon={<DownloadOutlined aria-hidden />} href={withParams('/api/accounts/export/', { ...filters, format })}>{format.toUpperCase()}</Button>)]}
      />
      <div className="toolbar">
        <div className="toolbar-grow"><SearchField id="account-search" value={q} label={t('search')} onSearch={setQ} /></div>
        <AccountFilters unit={unit} role={role} onUnit={setUnit} onRole={setRole} />
        <Select aria-label={t('accounts.state')} value={state} onChange={setState} style={{ minWidth: 140 }} options={STATES.map((one) => ({ value: one, label: t(`accounts.${one || 'every'}`) }))} />
      </div>
      <Table<Account>
        className="panel" size="small" rowKey="username" columns={columns} dataSource={data.results} scroll={{ x: 720 }}
        pagination={{ current: Number(cursor || 0) / SIZE + 1, pageSize: SIZE, total: data.count ?? 0, showSizeChanger: false, hideOnSinglePage: true }}
        onChange={(page, _, sorter) => {
          const one = Array.isArray(sorter) ? sorter[0] : sorter;
          if (one?.order && one.columnKey) setOrdering(`${one.order === 'descend' ? '-' : ''}${String(one.columnKey)}`);
          setCursor(page.current && page.current > 1 ? String((page.current - 1) * SIZE) : '');
        }}
      />
    </div>
  );
}
