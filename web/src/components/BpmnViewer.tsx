import { lazy, Suspense, useMemo } from 'react';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { marksOfInstance } from './bpmn/marks';

const Diagram = lazy(() => import('./bpmn/Diagram'));

export interface BpmnViewerProps {
  xml: string;
  /** Ids of the elements where the instance waits. */
  active?: string[];
  /** How often each element was passed, by id. */
  passed?: Record<string, number>;
  /** Ids of the sequence flows that were taken. */
  taken?: string[];
  /** Ids of the elements that hold an open incident. */
  incidents?: string[];
  onSelect?: (id: string) => void;
  height?: number | string;
}

/** A diagram that says by word and colour where an instance is; the caller puts a table or timeline beside it. */
export function BpmnViewer({ xml, active, passed, taken, incidents, onSelect, height }: BpmnViewerProps) {
  const { t } = useTranslation('design');
  const marks = useMemo(
    () => marksOfInstance({ active, passed, taken, incidents }, { active: t('viewer.badge.active'), incident: t('viewer.badge.incident') }),
    [active, passed, taken, incidents, t],
  );
  return (
    <Suspense fallback={<Skeleton active />}>
      <Diagram xml={xml} marks={marks} onSelect={onSelect} height={height} />
    </Suspense>
  );
}

export default BpmnViewer;
