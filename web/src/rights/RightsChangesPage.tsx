import { Alert, Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';

import { formatDateTime } from '../app/dates';
import { useQueryState } from '../app/useQueryState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { SearchField } from '../components/SearchField';
import { ToneTag } from '../components/ToneTag';
import { AdminTabs } from './AdminTabs';
import './rights.css';
import type { Listed, RightsChange } from './shapes';
import { useRead } from './useRead.query';
import { useWrite } from './useWrite.mutation';

const STATES = ['', 'PROPOSED', 'APPROVED', 'REFUSED', 'ENDED'];
const TONES = { PROPOSED: 'warn', APPROVED: 'good', REFUSED: 'bad', ENDED: 'plain' } as const;

function Line({ change }: { change: RightsChange }) {
  const { t } = useTranslation('rights');
  const write = useWrite<RightsChange>();
  const decide = (approve: boolean): void => write.mutate({ method: 'post', path: `/api/rights-changes/${change.id}/decide/`, body: { approve } });
  const place = [change.role?.name, change.unit?.name].filter(Boolean).join(' @ ');
  return (
    <li>
      <span>
        <ToneTag tone={TONES[change.state]}>{t(`state.${change.state}`)}</ToneTag> <strong>{t(`kind.${change.kind}`)} · {change.user.full_name}</strong> {place}
        {change.minutes && <> · {t('changes.minutes', { count: change.minutes })}{change.ends_at && ` → ${formatDateTime(change.ends_at)}`}</>}
        <br />{change.reason}
        <br /><small className="soft">{change.proposed_by.full_name} {formatDateTime(change.proposed_at)}{change.decided_by && ` → ${change.decided_by.full_name} ${formatDateTime(change.decided_at ?? '')}`}</small>
        {write.error && <Alert type="error" title={write.error.message} />}
      </span>
      {change.may_decide && <span><Button type="primary" size="small" onClick={() => decide(true)}>{t('changes.approve')}</Button> <Button size="small" danger onClick={() => decide(false)}>{t('changes.refuse')}</Button></span>}
      {change.may_end && <Button size="small" danger onClick={() => write.mutate({ method: 'post', path: `/api/rights-changes/${change.id}/end/` })}>{t('changes.end')}</Button>}
    </li>
  );
}

/** Changes of rights: proposed by one administrator, decided by another. */
export function Component() {
  const { t } = useTranslation('rights');
  const [state, setState] = useQueryState('state');
  const [username, setUsername] = useQueryState('username');
  const { data, error, refetch } = useRead<Listed<RightsChange>>('/api/rights-changes/', { state, username });
  if (error) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  if (!data) return <LoadingState />;
  return (
    <div className="page page-wide">
      <AdminTabs />
      <PageHead title={t('tabs.rights-changes')} sub={t('changes.sub')} />
      <div className="toolbar">
        <div className="toolbar-grow"><SearchField id="change-search" value={username} label={t('changes.username')} onSearch={setUsername} /></div>
        <Select aria-label={t('accounts.state')} value={state} onChange={setState} style={{ minWidth: 140 }} options={STATES.map((one) => ({ value: one, label: t(`state.${one || 'every'}`) }))} />
      </div>
      <section className="panel panel-pad">
        {data.results.length === 0 && <p className="soft">{t('changes.none')}</p>}
        <ul className="rights-list">{data.results.map((change) => <Line key={change.id} change={change} />)}</ul>
      </section>
    </div>
  );
}
