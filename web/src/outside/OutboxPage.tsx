import { SendOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import { pathOf } from '../api/paths';
import { formatDateTime } from '../app/dates';
import { useQueryState } from '../app/useQueryState';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { SearchField } from '../components/SearchField';
import { type Tone, ToneTag } from '../components/ToneTag';
import './outside.css';
import { type Dispatch, useDispatches } from './useDispatches.query';

const CHANNELS = ['email', 'sms', 'wecom', 'http'] as const;
const STATES = ['SENT', 'KEPT', 'TRYING'] as const;
const TONES: Record<Dispatch['state'], Tone> = { SENT: 'good', KEPT: 'warn', TRYING: 'info' };

/** What the processes sent outside; where a channel is not configured, the text itself. */
export function Component() {
  const { t } = useTranslation('outside');
  const [query, setQuery] = useSearchParams();
  const [q, setQ] = useQueryState('q');
  const [channel, setChannel] = useQueryState('channel');
  const [state, setState] = useQueryState('state');
  const [ordering, setOrdering] = useQueryState('ordering');
  const { data, error, refetch } = useDispatches({ q, channel, state, ordering, cursor: query.get('cursor'), instance: query.get('instance') });
  const next = data?.next ? new URL(pathOf(data.next), location.origin).searchParams.get('cursor') : null;
  const channels = [{ value: '', label: t('anyChannel') }, ...CHANNELS.map((key) => ({ value: key as string, label: t(`channel.${key}`) }))];
  const states = [{ value: '', label: t('anyState') }, ...STATES.map((key) => ({ value: key as string, label: t(`state.${key}`) }))];
  const orders = [{ value: '', label: t('newest') }, { value: 'begun_at', label: t('oldest') }];
  return (
    <div className="page page-wide">
      <PageHead title={t('outbox')} sub={t('outboxSub')} actions={<Link to="/admin/credentials">{t('credentials')}</Link>} />
      <div className="toolbar">
        <div className="toolbar-grow"><SearchField value={q} label={t('search')} onSearch={setQ} /></div>
        <Select aria-label={t('channelLabel')} options={channels} value={channel} onChange={setChannel} style={{ minWidth: 120 }} />
        <Select aria-label={t('stateLabel')} options={states} value={state} onChange={setState} style={{ minWidth: 120 }} />
        <Select aria-label={t('order')} options={orders} value={ordering} onChange={setOrdering} style={{ minWidth: 110 }} />
      </div>
      {error && <FailedState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingState />}
      {data?.results.length === 0 && <div className="panel"><EmptyState icon={<SendOutlined aria-hidden />} title={t('nothingSent')} /></div>}
      {data && data.results.length > 0 && (
        <ul className="panel dispatches" aria-label={t('outbox')}>{data.results.map((one) => <Row key={one.key} one={one} />)}</ul>
      )}
      {next && <Button block type="text" onClick={() => setQuery({ ...Object.fromEntries(query), cursor: next })}>{t('older')}</Button>}
    </div>
  );
}

function Row({ one }: { one: Dispatch }) {
  const { t } = useTranslation('outside');
  return (
    <li>
      <p className="dispatch-head">
        <ToneTag tone={TONES[one.state]}>{t(`state.${one.state}`)}</ToneTag>
        <span>{t(`channel.${one.channel}`)}</span>
        <strong>{one.recipient}</strong>
        <span>{one.subject}</span>
      </p>
      {one.text && <p className="dispatch-text">{one.text}</p>}
      <p className="soft num">
        {formatDateTime(one.begun_at)}
        {one.instance && <> · <Link to={`/i/${one.instance}`}>{one.business_key || one.instance}</Link></>}
        {one.tries > 1 && <> · {t('tries', { count: one.tries })}</>}
        {one.far_id && <> · {one.far_id}</>}
      </p>
    </li>
  );
}
