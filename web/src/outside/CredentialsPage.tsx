import { useState } from 'react';
import { KeyOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { formatDateTime } from '../app/dates';
import { useQueryState } from '../app/useQueryState';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { SearchField } from '../components/SearchField';
import { ToneTag } from '../components/ToneTag';
import { MakeCredential } from './MakeCredential';
import './outside.css';
import { RevokeCredential } from './RevokeCredential';
import { type Credential, useCredentials } from './useCredentials.query';

/** The keys of programs that fetch external tasks: made here, shown once, revocable. */
export function Component() {
  const { t } = useTranslation('outside');
  const [q, setQ] = useQueryState('q');
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Credential | null>(null);
  const { data, error, refetch } = useCredentials();
  const found = data?.results.filter((one) => `${one.name} ${one.topics.join(' ')}`.includes(q));
  return (
    <div className="page page-wide">
      <PageHead
        title={t('credentials')} sub={t('credentialsSub')}
        actions={<><Link to="/admin/outbox">{t('outbox')}</Link><Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setMaking(true)}>{t('make')}</Button></>}
      />
      <div className="toolbar"><div className="toolbar-grow"><SearchField value={q} label={t('searchCredentials')} onSearch={setQ} /></div></div>
      {error && <FailedState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {found?.length === 0 && <div className="panel"><EmptyState icon={<KeyOutlined aria-hidden />} title={t('noCredentials')} /></div>}
      {found && found.length > 0 && (
        <ul className="panel credentials" aria-label={t('credentials')}>
          {found.map((one) => (
            <li key={one.id}>
              <div className="credential-what">
                <p><strong>{one.name}</strong> <State one={one} /></p>
                <p>{one.topics.join('、')}</p>
                <p className="soft num">
                  {t('madeBy', { who: one.created_by, when: formatDateTime(one.created_at) })}
                  {' · '}{one.last_used_at ? t('lastUsed', { when: formatDateTime(one.last_used_at) }) : t('neverUsed')}
                  {one.expires_at && <> · {t('expires', { when: formatDateTime(one.expires_at) })}</>}
                </p>
              </div>
              {!one.revoked_at && <Button danger onClick={() => setRevoking(one)}>{t('revoke')}</Button>}
            </li>
          ))}
        </ul>
      )}
      {making && <MakeCredential onClose={() => setMaking(false)} />}
      {revoking && <RevokeCredential credential={revoking} onClose={() => setRevoking(null)} />}
    </div>
  );
}

function State({ one }: { one: Credential }) {
  const { t } = useTranslation('outside');
  if (one.revoked_at) return <ToneTag tone="bad">{t('revoked', { who: one.revoked_by, when: formatDateTime(one.revoked_at) })}</ToneTag>;
  if (one.expires_at && new Date(one.expires_at) < new Date()) return <ToneTag tone="warn">{t('expired')}</ToneTag>;
  return <ToneTag tone="good">{t('valid')}</ToneTag>;
}
