import { useState } from 'react';
import { PlusOutlined, UploadOutlined } from '@ant-design/icons';
import { App, Button, Table, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';

import type { ProcessDefinition } from '../api/types';
import { formatDateTime } from '../app/dates';
import { EmptyState } from '../components/EmptyState';
import { FailedState } from '../components/FailedState';
import { PageHead } from '../components/PageHead';
import { ScrollRegion } from '../components/ScrollRegion';
import { ToneTag } from '../components/ToneTag';
import { draftKeys, keepDraft } from './draft';
import { NewDefinition } from './NewDefinition';
import { processId } from './template';
import { useDefinitions } from './useDefinitions.query';

/** The process definitions, newest versions, with the drafts of this browser. */
export function Component() {
  const { t } = useTranslation('design');
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const { data, error, isPending, refetch } = useDefinitions();
  const drafts = new Set(draftKeys());
  const known = new Set(data?.results.map((row) => row.key));
  const onlyDrafts = [...drafts].filter((key) => data && !known.has(key));

  const openFile = async (file: File) => {
    const text = await file.text();
    const key = processId(text);
    if (!key) {
      void message.error(t('list.notBpmn', { name: file.name }));
      return;
    }
    keepDraft(key, { version: data?.results.find((row) => row.key === key)?.version ?? 0, savedAt: new Date().toISOString(), changes: { 'process.bpmn': text } });
    void navigate(`/design/p/${key}`);
  };

  if (error) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  return (
    <div className="page page-wide">
      <PageHead
        title={t('list.title')}
        sub={t('list.sub')}
        actions={(
          <>
            <Upload accept=".bpmn,.xml" showUploadList={false} beforeUpload={(file) => { void openFile(file); return false; }}>
              <Button icon={<UploadOutlined aria-hidden />}>{t('list.open')}</Button>
            </Upload>
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setCreating(true)}>{t('list.create')}</Button>
          </>
        )}
      />
      {onlyDrafts.length > 0 && (
        <div className="panel panel-pad">
          <span className="soft">{t('list.onlyDrafts')} </span>
          {onlyDrafts.map((key) => <Link key={key} to={`/design/p/${key}`} style={{ marginRight: 12 }}>{key}</Link>)}
        </div>
      )}
      <ScrollRegion className="panel" label={t('list.title')}>
        <Table<ProcessDefinition>
          rowKey="key"
          size="middle"
          loading={isPending}
          dataSource={data?.results ?? []}
          pagination={false}
          locale={{ emptyText: <EmptyState title={t('list.empty')} hint={t('list.emptyHint')} /> }}
          columns={[
            { title: t('list.name'), dataIndex: 'name', render: (name: string, row) => <><Link to={`/design/p/${row.key}`}>{name || row.key}</Link>{row.suspended_at && <> <ToneTag tone="warn">{t('app:instanceState.SUSPENDED')}</ToneTag></>}</> },
            { title: t('list.key'), dataIndex: 'key', render: (key: string) => <code>{key}</code> },
            { title: t('list.version'), dataIndex: 'version', align: 'right', render: (version: number) => <ToneTag tone="plain">{t('version', { version })}</ToneTag> },
            { title: t('list.running'), dataIndex: 'running', align: 'right', className: 'num' },
            { title: t('list.deployed'), dataIndex: 'deployed_at', className: 'num', render: formatDateTime },
            { title: t('list.by'), dataIndex: 'deployed_by', render: (_, row) => row.deployed_by?.full_name ?? '–' },
            { title: t('list.draft'), key: 'draft', render: (_, row) => (drafts.has(row.key) ? <ToneTag tone="warn">{t('list.hasDraft')}</ToneTag> : '–') },
          ]}
        />
      </ScrollRegion>
      <NewDefinition open={creating} taken={known} onClose={() => setCreating(false)} />
    </div>
  );
}
