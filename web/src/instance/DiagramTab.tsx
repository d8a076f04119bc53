import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { ProcessInstance } from '../api/types';
import { BpmnViewer } from '../components/BpmnViewer';
import { FailedState } from '../components/FailedState';
import { LoadingState } from '../components/LoadingState';
import { OperatorMoves } from '../movement/OperatorMoves';
import { CalledInstances } from './CalledInstances';
import { Incidents } from './Incidents';
import { OpenWorkList } from './OpenWorkList';
import { useInstanceBpmn } from './useInstanceBpmn.query';

function marksOf(instance: ProcessInstance) {
  return {
    active: instance.open.map((work) => work.element_id),
    passed: Object.fromEntries(instance.passed.map(({ element_id, times }) => [element_id, times])),
    taken: instance.taken.map(({ flow_id }) => flow_id),
    incidents: instance.incidents.flatMap(({ element_id }) => (element_id ? [element_id] : [])),
  };
}

/** Where the instance is and what it has passed, as a picture and, beside it, as a list. */
export function DiagramTab({ instance }: { instance: ProcessInstance }) {
  const { t } = useTranslation('instance');
  const { data: xml, error, refetch } = useInstanceBpmn(instance.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const marks = useMemo(() => marksOf(instance), [instance]);
  return (
    <div className="diagram-tab">
      <section className="panel diagram" aria-label={t('tab.diagram')}>
        {error && <FailedState error={error} onRetry={() => void refetch()} />}
        {!xml && !error && <LoadingState />}
        {xml && <BpmnViewer xml={xml} height={540} onSelect={setChosen} {...marks} />}
      </section>
      <aside className="diagram-side">
        <OpenWorkList instance={instance} />
        <OperatorMoves instance={instance} chosen={chosen} />
        {instance.incidents.length > 0 && <Incidents incidents={instance.incidents} />}
        {instance.called.length > 0 && <CalledInstances called={instance.called} />}
      </aside>
    </div>
  );
}
