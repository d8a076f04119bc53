import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';

import { formatDateTime } from '../app/dates';
import { useMe } from '../app/useMe.query';
import { PageHead } from '../components/PageHead';
import { ToneTag } from '../components/ToneTag';
import { AskEmergency } from './AskEmergency';
import { LogInLines } from './LogInLines';
import { PasswordPanel } from './PasswordPanel';
import { browserName } from './browserName';
import './rights.css';
import { SecondFactorPanel } from './SecondFactorPanel';
import type { Listed, LogInEvent, OpenSession } from './shapes';
import { useRead } from './useRead.query';
import { useWrite } from './useWrite.mutation';

/** One's own log-in: password, authenticator, where one is logged in, and every attempt. */
export function Component() {
  const { t } = useTranslation('rights');
  const { data: me } = useMe();
  const sessions = useRead<Listed<OpenSession>>('/api/me/sessions/');
  const events = useRead<Listed<LogInEvent>>('/api/log-ins/', { scope: 'mine' });
  const write = useWrite<void>();
  const left = me?.unfinished;
  return (
    <div className="page">
      <PageHead title={t('security.title')} sub={t('security.sub')} />
      {left && <Alert type="warning" showIcon title={t(`unfinished.${left}`)} style={{ marginBottom: 16 }} />}
      <PasswordPanel />
      <SecondFactorPanel />
      <section className="panel panel-pad rights-section" aria-label={t('sessions.title')}>
        <h2 className="panel-title">{t('sessions.title')}</h2>
        <ul className="rights-list">
          {sessions.data?.results.map((one) => (
            <li key={one.id}>
              <span><span title={one.agent}>{browserName(one.agent)}</span><br /><small className="soft num">{one.ip} · {formatDateTime(one.created_at)}</small></span>
              {one.current ? <ToneTag tone="good">{t('sessions.this')}</ToneTag> : (
                <Button size="small" danger onClick={() => write.mutate({ method: 'delete', path: `/api/me/sessions/${one.id}/` })}>{t('sessions.end')}</Button>
              )}
            </li>
          ))}
        </ul>
      </section>
      {!left && me && <AskEmergency username={me.username} />}
      {!left && (
        <section className="panel panel-pad rights-section" aria-label={t('tabs.log-ins')}>
          <h2 className="panel-title">{t('tabs.log-ins')}</h2>
          <LogInLines events={events.data?.results ?? []} />
        </section>
      )}
    </div>
  );
}
