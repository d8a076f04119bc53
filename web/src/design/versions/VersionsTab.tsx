import { Button, Select, Space, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import type { DefinitionVersion } from '../../api/types';
import { formatDateTime } from '../../app/dates';
import { EmptyState } from '../../components/EmptyState';
import { FailedState } from '../../components/FailedState';
import { ScrollRegion } from '../../components/ScrollRegion';
import { ToneTag } from '../../components/ToneTag';
import type { EditedDraft } from '../useDraft';
import { useDefinitionVersions } from '../useDefinitionVersions.query';
import { Comparison } from './Comparison';

/** The deployed versions of a definition, and what changed between two of them (or to the draft). */
export function VersionsTab({ definitionKey, draft }: { definitionKey: string; draft: EditedDraft; }) {
  const { t } = useTranslation('design');
  const [params, setParams] = useSearchParams();
  const { data: versions, error, isPending, refetch } = useDefinitionVersions(definitionKey);
  if (error) return <FailedState error={error} onRetry={() => void refetch()} />;
  const hasDraft = draft.changed.length > 0;
  const from = params.get('from') ?? '';
  const to = params.get('to') ?? '';
  const compare = (names: { from: string; to: string; }) => setParams((before) => {
    before.set('from', names.from);
    before.set('to', names.to);
    return before;
  }, { replace: true });
  const options = [
    ...(hasDraft ? [{ value: 'draft', label: t('versions.draft') }] : []),
    ...(versions ?? []).map(({ version }) => ({ value: String(version), label: t('version', { version }) })),
  ];
  const newest = versions?.[0]?.version;
  return (
    <>
      <ScrollRegion className="panel" label={t('versions.title')}>
        <Table<DefinitionVersion>
          rowKey="version"
          size="small"
          loading={isPending}
          dataSource={versions ?? []}
          pagination={{ pageSize: 10, hideOnSinglePage: true }}
          locale={{ emptyText: <EmptyState title={t('versions.none')} /> }}
          columns={[
            { title: t('list.version'), dataIndex: 'version', render: (version: number) => <ToneTag tone={version === newest ? 'good' : 'plain'}>{t('version', { version })}</ToneTag> },
            { title: t('versions.comment'), dataIndex: 'comment', render: (comment: string) => comment || '–' },
            { title: t('list.by'), key: 'by', render: (_, row) => row.deployed_by?.full_name ?? '–' },
            { title: t('list.deployed'), dataIndex: 'deployed_at', className: 'num', render: formatDateTime },
            { title: t('list.running'), dataIndex: 'running', align: 'right', className: 'num' },
            {
              title: '',
              key: 'compare',
              render: (_, row) => row.version > 1 && (
                <Button size="small" type="link" onClick={() => compare({ from: String(row.version - 1), to: String(row.version) })}>
                  {t('versions.withBefore')}
                </Button>
              ),
            },
          ]}
        />
      </ScrollRegion>
      <Space wrap style={{ margin: '16px 0 12px' }}>
        <span>{t('versions.compare')}</span>
        <Select aria-label={t('versions.from')} placeholder={t('versions.from')} style={{ minWidth: 130 }} value={from || undefined} options={options.filter(({ value }) => value !== 'draft')} onChange={(value) => compare({ from: value, to })} />
        <span>→</span>
        <Select aria-label={t('versions.to')} placeholder={t('versions.to')} style={{ minWidth: 130 }} value={to || undefined} options={options} onChange={(value) => compare({ from, to: value })} />
        {hasDraft && newest !== undefined && (
          <Button onClick={() => compare({ from: String(newest), to: 'draft' })}>{t('versions.draftChanges')}</Button>
        )}
      </Space>
      {from && to && <Comparison definitionKey={definitionKey} from={from} to={to} draft={draft} />}
    </>
  );
}
