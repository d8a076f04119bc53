import { EyeOutlined } from '@ant-design/icons';
import { Button, Segmented, Select, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useQueryState } from '../app/useQueryState';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { EndAccess } from './EndAccess';
import type { AccessGrant } from './types';
import { useAccessGrants } from './useAccessGrants.query';
import './access.css';

const STATES = ['GRANTED', 'REQUESTED', 'ENDED', 'REFUSED'] as const;
const COLOURS = { GRANTED: 'green', REQUESTED: 'blue', ENDED: 'default', REFUSED: 'red' } as const;

function placeOf(grant: AccessGrant): string {
  if (grant.records.length !== 1) return `/registers/${grant.register}${grant.list_filter ? `?${grant.list_filter}` : ''}`;
  return grant.register === 'customers' ? `/customers/${grant.records[0]}` : `/registers/${grant.register}/${grant.records[0]}`;
}

function Row({ grant, others, onEnd }: { grant: AccessGrant; others: boolean; onEnd: (grant: AccessGrant) => void }) {
  const { t } = useTranslation('access');
  return (
    <li className="access-grant">
      <div>
        <Link to={placeOf(grant)}>{grant.record_names.join('、') || grant.register_title}</Link>
        <small className="soft">{[others ? grant.holder : '', grant.kind_label, grant.field_labels.join('、'), grant.purpose].filter(Boolean).join(' · ')}</small>
      </div>
      <div className="access-grant-state">
        <Tag color={COLOURS[grant.state]}>{t(`state.${grant.state}`)}</Tag>
        <small className="soft">{t('untilDay', { day: grant.valid_until })} · <Link to={`/i/${grant.instance_id}`}>{t('instance')}</Link></small>
        {grant.may_end && <Button size="small" onClick={() => onEnd(grant)}>{t('end.act')}</Button>}
      </div>
    </li>
  );
}

/** What this person has asked to see and until when it holds; and what they may end of others. */
export function Component() {
  const { t } = useTranslation('access');
  const [state, setState] = useQueryState('state');
  const [whose, setWhose] = useQueryState('whose');
  const [ending, end] = useState<AccessGrant>();
  const others = whose === 'others';
  const { data: grants, error, refetch } = useAccessGrants(others ? 'others' : 'mine');
  const shown = grants?.filter((grant) => others || !state || grant.state === state);
  const options = [{ value: '', label: t('anyState') }, ...STATES.map((key) => ({ value: key as string, label: t(`state.${key}`) }))];
  return (
    <div className="page">
      <PageHead title={t('mine')} sub={t('mineHint')} />
      <div className="toolbar">
        <Segmented
          aria-label={t('whose.label')} value={others ? 'others' : ''} onChange={setWhose}
          options={[{ value: '', label: t('whose.mine') }, { value: 'others', label: t('whose.others') }]}
        />
        {!others && <Select aria-label={t('stateLabel')} options={options} value={state} onChange={setState} style={{ minWidth: 140 }} />}
      </div>
      {error && !grants && <FailedState error={error} onRetry={() => void refetch()} />}
      {!grants && !error && <LoadingState />}
      {shown?.length === 0 && <EmptyState icon={<EyeOutlined />} title={t(others ? 'noneOfOthers' : 'none')} />}
      {shown && shown.length > 0 && <ul className="panel access-grants">{shown.map((grant) => <Row key={grant.id} grant={grant} others={others} onEnd={end} />)}</ul>}
      {ending && <EndAccess grant={ending} onClose={() => end(undefined)} />}
    </div>
  );
}
