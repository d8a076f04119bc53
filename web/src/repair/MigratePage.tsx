import { Select, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { useDefinitionVersions } from '../design/useDefinitionVersions.query';
import { MappingTable } from './MappingTable';
import { RepairNav } from './RepairNav';
import { useFilters } from './useFilters';
import { useMigration } from './useMigration.query';

/** Moves running instances from one version to another: choose, map, try, run. */
export function Component() {
  const { t } = useTranslation('repair');
  const { key = '' } = useParams();
  const { values, set } = useFilters();
  const { data: versions, error: unknown } = useDefinitionVersions(key);
  const from = values.from ?? String(versions?.[1]?.version ?? '');
  const to = values.to ?? String(versions?.[0]?.version ?? '');
  const { data, error } = useMigration(key, from, to);
  const failed = unknown ?? error;
  if (failed) return <div className="page"><FailedState error={failed} /></div>;
  if (!versions) return <LoadingState />;
  const options = versions.map(({ version, running }) => ({ value: String(version), label: t('migrate.version', { version, running }) }));
  return (
    <div className="page page-wide">
      <PageHead title={t('migrate.title', { key })} sub={t('migrate.sub')} />
      <RepairNav />
      <Space wrap className="toolbar">
        <Select aria-label={t('migrate.from')} placeholder={t('migrate.from')} style={{ minWidth: 200 }} value={from || undefined} options={options} onChange={(value: string) => set('from', value)} />
        <span aria-hidden>→</span>
        <Select aria-label={t('migrate.to')} placeholder={t('migrate.to')} style={{ minWidth: 200 }} value={to || undefined} options={options} onChange={(value: string) => set('to', value)} />
      </Space>
      {versions.length < 2 && <div className="panel"><EmptyState title={t('migrate.one')} /></div>}
      {data && <MappingTable key={`${from} ${to}`} definition={key} migration={data} />}
    </div>
  );
}
