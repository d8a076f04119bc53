import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';

import type { ProcessInstance } from '../api/types';
import { queryClient } from '../app/queryClient';
import { useTopic } from '../app/useTopic';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { AttachmentsTab } from './AttachmentsTab';
import { ClocksTab } from './ClocksTab';
import { DataTab } from './DataTab';
import { DiagramTab } from './DiagramTab';
import { DocumentsTab } from './DocumentsTab';
import { InstanceHead } from './InstanceHead';
import { tabFrom, TABS, type Tab } from './tabs';
import { TimelineTab } from './TimelineTab';
import { useInstance } from './useInstance.query';
import './instance.css';

function Pane({ tab, instance }: { tab: Tab; instance: ProcessInstance }) {
  switch (tab) {
    case 'diagram': return <DiagramTab instance={instance} />;
    case 'timeline': return <TimelineTab instanceId={instance.id} />;
    case 'data': return <DataTab instanceId={instance.id} />;
    case 'documents': return <DocumentsTab instanceId={instance.id} />;
    case 'attachments': return <AttachmentsTab instanceId={instance.id} />;
    case 'clocks': return <ClocksTab clocks={instance.clocks} />;
  }
}

/** One process instance from every side; it keeps itself up to date. */
export function Component() {
  const { t } = useTranslation('instance');
  const { instanceId = '' } = useParams<'instanceId'>();
  const [query, setQuery] = useSearchParams();
  const { data: instance, error, refetch } = useInstance(instanceId);
  useTopic(`instance:${instanceId}`, () => void queryClient.invalidateQueries({ queryKey: ['instance', instanceId] }));
  const tab = tabFrom(query.get('tab'));
  if (error && !instance) return <FailedState error={error} onRetry={() => void refetch()} />;
  if (!instance) return <LoadingState />;
  return (
    <div className="page page-wide instance">
      <InstanceHead instance={instance} />
      <Tabs
        activeKey={tab} items={TABS.map((key) => ({ key, label: t(`tab.${key}`) }))}
        onChange={(key) => setQuery(key === 'diagram' ? {} : { tab: key }, { replace: true })}
      />
      <Pane tab={tab} instance={instance} />
    </div>
  );
}
