import { SwapOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';

import { useMe } from '../app/useMe.query';
import { useQueryState } from '../app/useQueryState';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { SearchField } from '../components/SearchField';
import { ToneTag } from '../components/ToneTag';
import { AdminTabs } from './AdminTabs';
import './rights.css';
import type { Listed, Substitute } from './shapes';
import { SubstituteForm } from './SubstituteForm';
import { useRead } from './useRead.query';
import { useWrite } from './useWrite.mutation';

const TONES = { now: 'good', coming: 'info', over: 'plain' } as const;

function Row({ row }: { row: Substitute }) {
  const { t } = useTranslation('rights');
  const write = useWrite<void>();
  const scope = [...row.definitions, ...row.roles.map((role) => role.name)].join('、') || t('substitutes.every');
  return (
    <li>
      <span>
        <strong>{t('substitutes.line', { b: row.substitute.full_name, a: row.absent.full_name })}</strong>{' '}
        <ToneTag tone={TONES[row.state]}>{t(`period.${row.state}`)}</ToneTag>
        <br /><small className="soft num">{row.valid_from} – {row.valid_until} · {scope}</small>
      </span>
      {row.may_end && row.state !== 'over' && (
        <Button size="small" danger loading={write.isPending} onClick={() => write.mutate({ method: 'delete', path: `/api/substitutes/${row.id}/` })}>{t('substitutes.end')}</Button>
      )}
    </li>
  );
}

/** Who stands in for whom: one's own, or for administrators everybody's. */
export function Component() {
  const { t } = useTranslation('rights');
  const all = useLocation().pathname.startsWith('/admin');
  const { data: me } = useMe();
  const [q, setQ] = useQueryState('q');
  const { data, error, refetch } = useRead<Listed<Substitute>>('/api/substitutes/', { scope: all ? 'all' : 'mine' });
  if (error) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  if (!data || !me) return <LoadingState />;
  const rows = data.results.filter((row) => `${row.absent.full_name}${row.absent.username}${row.substitute.full_name}${row.substitute.username}`.includes(q));
  return (
    <div className="page">
      {all && <AdminTabs />}
      <PageHead title={all ? t('tabs.substitutes') : t('substitutes.mine')} sub={t('substitutes.sub')} />
      <SubstituteForm me={me} anybody={all} />
      {all && <div className="toolbar rights-section"><SearchField id="substitute-search" value={q} label={t('search')} onSearch={setQ} /></div>}
      <section className="panel panel-pad rights-section" aria-label={t('tabs.substitutes')}>
        {rows.length === 0 && <EmptyState icon={<SwapOutlined aria-hidden />} title={t('substitutes.none')} hint={t('substitutes.noneHint')} />}
        <ul className="rights-list">{rows.map((row) => <Row key={row.id} row={row} />)}</ul>
      </section>
    </div>
  );
}
