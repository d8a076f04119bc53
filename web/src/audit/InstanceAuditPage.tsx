import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';

import type { ProcessInstance } from '../api/types';
import { formatDateTime } from '../app/dates';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { PageHead } from '../components/PageHead';
import { StateTag } from '../components/StateTag';
import { AttachmentsTab } from '../instance/AttachmentsTab';
import { DataTab } from '../instance/DataTab';
import { DiagramTab } from '../instance/DiagramTab';
import { DocumentsTab } from '../instance/DocumentsTab';
import '../instance/instance.css';
import { useInstance } from '../instance/useInstance.query';
import './audit.css';
import { ExportButtons } from './ExportButtons';
import { InstancePast } from './InstancePast';
import { InstanceTimeline } from './InstanceTimeline';

const TABS = ['timeline', 'diagram', 'data', 'past', 'files'] as const;
type Tab = (typeof TABS)[number];

/** One instance on its audit side: all its changes, where it went, its data with their past, its files. */
export function Component() {
  const { t } = useTranslation('audit');
  const { instanceId = '' } = useParams();
  const [query, setQuery] = useSearchParams();
  const { data: instance, error, refetch } = useInstance(instanceId);
  const tab = TABS.find((name) => name === query.get('tab')) ?? 'timeline';
  if (error && !instance) return <div className="page"><FailedState error={error} onRetry={() => void refetch()} /></div>;
  if (!instance) return <LoadingState />;
  const content: Record<Tab, ReactNode> = {
    timeline: <InstanceTimeline instanceId={instanceId} />,
    diagram: <DiagramTab instance={instance} />,
    data: <DataTab instanceId={instanceId} />,
    past: <InstancePast instanceId={instanceId} />,
    files: (
      <>
        <h2 className="panel-title">{t('files.documents')}</h2>
        <DocumentsTab instanceId={instanceId} />
        <h2 className="panel-title" style={{ marginTop: 16 }}>{t('files.attachments')}</h2>
        <AttachmentsTab instanceId={instanceId} />
      </>
    ),
  };
  return (
    <div className="page page-wide">
      <PageHead
        title={<span className="instance-title">{instance.title || instance.definition.name} <StateTag state={instance.state} /></span>}
        sub={<><Link to="/audit?view=instances">{t('title')}</Link> · <span className="num">{instance.business_key}</span></>}
        actions={<ExportButtons filters={{ instance: instanceId }} />}
      />
      <Facts instance={instance} />
      <Tabs
        activeKey={tab}
        destroyOnHidden
        onChange={(name) => setQuery(name === 'timeline' ? {} : { tab: name }, { replace: true })}
        items={TABS.map((name) => ({ key: name, label: t(`tab.${name}`), children: content[name] }))}
      />
    </div>
  );
}

function Facts({ instance }: { instance: ProcessInstance }) {
  const { t } = useTranslation('audit');
  return (
    <div className="audit-instance-facts">
      <span>{t('instance.version', { name: instance.definition.name, version: instance.definition.version })}</span>
      <span className="num">{t('instance.started', { at: formatDateTime(instance.started_at), by: instance.started_by?.full_name ?? t('system') })}</span>
      {instance.unit && <span>{instance.unit.name}</span>}
      {instance.customer && <Link to={`/audit/customers/${instance.customer.id}`}>{instance.customer.name}</Link>}
      <Link to={`/i/${instance.id}`}>{t('instance.page')}</Link>
    </div>
  );
}
