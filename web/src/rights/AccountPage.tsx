import { Alert, Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';

import { formatDateTime } from '../app/dates';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { ToneTag } from '../components/ToneTag';
import { AdminTabs } from './AdminTabs';
import { ProposeRights } from './ProposeRights';
import { browserName } from './browserName';
import './rights.css';
import type { AccountDetail } from './shapes';
import { useRead } from './useRead.query';
import { useWrite } from './useWrite.mutation';

const TONES = { now: 'good', coming: 'info', over: 'plain' } as const;

/** One account: what is held and was held, the log-ins that last, and what an administrator can do. */
export function Component() {
  const { t } = useTranslation('rights');
  const { username = '' } = useParams();
  const path = `/api/accounts/${username}/`;
  const { data, error, refetch } = useRead<AccountDetail>(path);
  const write = useWrite<{ password?: string } | undefined>();
  if (error) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  if (!data) return <LoadingState />;
  const once = write.data?.password;
  return (
    <div className="page">
      <AdminTabs />
      <PageHead title={data.full_name} sub={`${data.username} · ${data.unit?.name ?? ''}`} actions={<Link to={`/admin/rights-changes?username=${username}`}>{t('tabs.rights-changes')}</Link>} />
      <section className="panel panel-pad" aria-label={t('accounts.positions')}>
        <h2 className="panel-title">{t('accounts.positions')}</h2>
        <ul className="rights-list">
          {data.positions.map((position) => (
            <li key={position.id}>
              <span>{position.role.name} @ {position.unit.name}</span>
              <small className="soft num">{position.valid_from} – {position.valid_until ?? ''} <ToneTag tone={TONES[position.state]}>{t(`period.${position.state}`)}</ToneTag></small>
            </li>
          ))}
        </ul>
      </section>
      <ProposeRights key={username} account={data} />
      <section className="panel panel-pad rights-section" aria-label={t('sessions.title')}>
        <h2 className="panel-title">{t('sessions.title')}</h2>
        <ul className="rights-list">
          {data.sessions.map((one) => <li key={one.id}><span>{browserName(one.agent)}</span><small className="soft num">{one.ip} · {formatDateTime(one.created_at)}</small></li>)}
        </ul>
        <div className="rights-form rights-section">
          <Button disabled={data.sessions.length === 0} onClick={() => write.mutate({ method: 'delete', path: `${path}sessions/` })}>{t('accounts.endAll')}</Button>
          {data.is_locked && <Button onClick={() => write.mutate({ method: 'post', path: `${path}unlock/` })}>{t('accounts.unlock')}</Button>}
          {data.second_factor && (
            <Popconfirm title={t('accounts.removeFactorSure')} onConfirm={() => write.mutate({ method: 'delete', path: `${path}second-factor/` })}><Button danger>{t('accounts.removeFactor')}</Button></Popconfirm>
          )}
          <Popconfirm title={t('accounts.resetSure')} onConfirm={() => write.mutate({ method: 'post', path: `${path}reset-password/`, body: { reason: t('accounts.reset') } })}><Button danger>{t('accounts.reset')}</Button></Popconfirm>
        </div>
        {once && <Alert type="warning" showIcon title={t('accounts.once', { password: once })} />}
        {write.error && <Alert type="error" showIcon title={write.error.message} />}
      </section>
    </div>
  );
}
