import { FormOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useInstances } from '../app/useInstances.query';
import { useQueryState } from '../app/useQueryState';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { InstanceRows } from '../components/InstanceRows';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { SearchField } from '../components/SearchField';

const STATES = ['ACTIVE', 'COMPLETED', 'CANCELED', 'TERMINATED', 'FAILED'] as const;

/** The processes that this person has started, and where they are. */
export function Component() {
  const { t } = useTranslation('me');
  const [q, setQ] = useQueryState('q');
  const [state, setState] = useQueryState('state');
  const list = useInstances({ q, state, startedByMe: true });
  const instances = list.data?.pages.flatMap((page) => page.results);
  const states = [{ value: '', label: t('anyState') }, ...STATES.map((key) => ({ value: key as string, label: t(`app:instanceState.${key}`) }))];
  return (
    <div className="page">
      <PageHead title={t('app:nav.started')} />
      <div className="toolbar">
        <div className="toolbar-grow"><SearchField value={q} label={t('searchStarted')} onSearch={setQ} /></div>
        <Select aria-label={t('state')} options={states} value={state} onChange={setState} style={{ minWidth: 120 }} />
      </div>
      {list.error && !instances && <FailedState error={list.error} onRetry={() => void list.refetch()} />}
      {!instances && !list.error && <LoadingState />}
      {instances?.length === 0 && (
        <EmptyState icon={<FormOutlined />} title={q || state ? t('noMatch') : t('nothingStarted')} action={<Link to="/start">{t('app:nav.start')}</Link>} />
      )}
      {instances && instances.length > 0 && <InstanceRows instances={instances} label={t('app:nav.started')} />}
      {list.hasNextPage && <Button block type="text" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('app:more')}</Button>}
    </div>
  );
}
