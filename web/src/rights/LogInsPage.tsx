import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { pathOf } from '../api/paths';
import { useQueryState } from '../app/useQueryState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { SearchField } from '../components/SearchField';
import { AdminTabs } from './AdminTabs';
import { LogInLines } from './LogInLines';
import './rights.css';
import type { Listed, LogInEvent } from './shapes';
import { useRead } from './useRead.query';

const ACTS = ['log_in', 'log_out', 'log_in_refused', 'locked_out', 'password_changed', 'second_factor_set', 'sessions_ended'];

/** Everybody's log-ins, log-outs and refusals. */
export function Component() {
  const { t } = useTranslation('rights');
  const [q, setQ] = useQueryState('q');
  const [action, setAction] = useQueryState('action');
  const [cursor, setCursor] = useQueryState('cursor');
  const { data, error, refetch } = useRead<Listed<LogInEvent>>('/api/log-ins/', { scope: 'all', q, action, cursor });
  if (error) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  if (!data) return <LoadingState />;
  const next = data.next ? new URL(pathOf(data.next), location.origin).searchParams.get('cursor') : null;
  return (
    <div className="page page-wide">
      <AdminTabs />
      <PageHead title={t('tabs.log-ins')} sub={t('logIns.sub')} />
      <div className="toolbar">
        <div className="toolbar-grow"><SearchField id="log-in-search" value={q} label={t('search')} onSearch={setQ} /></div>
        <Select aria-label={t('logIns.act')} value={action} onChange={setAction} style={{ minWidth: 160 }} options={[{ value: '', label: t('logIns.every') }, ...ACTS.map((one) => ({ value: one, label: t(`act.${one}`) }))]} />
      </div>
      <section className="panel panel-pad"><LogInLines events={data.results} /></section>
      {next && <Button block type="text" onClick={() => setCursor(next)}>{t('older')}</Button>}
    </div>
  );
}
