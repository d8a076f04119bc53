import { useRef } from 'react';
import { Alert, Button, Space } from 'antd';
import { MinusOutlined, PlusOutlined, ExpandOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type ZoomScroll from 'diagram-js/lib/navigation/zoomscroll/ZoomScroll';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import './diagram.css';
import { Legend } from './Legend';
import type { Mark } from './marks';
import { useNavigatedViewer } from './useNavigatedViewer';
import { fit } from './view';
import { useMarks } from './useMarks';
import { useTouchPan } from './useTouchPan';

export interface DiagramProps {
  xml: string;
  marks: Mark[];
  onSelect?: (id: string) => void;
  height?: number | string;
}

/** A read-only BPMN diagram with marks, a legend and buttons to zoom. */
export default function Diagram({ xml, marks, onSelect, height = 420 }: DiagramProps) {
  const { t } = useTranslation('design');
  const host = useRef<HTMLDivElement>(null);
  const { viewer, failed } = useNavigatedViewer({ host, xml, focus: focusOf(marks), onSelect });
  useMarks(viewer, marks);
  useTouchPan(host, viewer);
  const zoom = (step: number) => viewer?.get<ZoomScroll>('zoomScroll').stepZoom(step);
  return (
    <figure className="gas-diagram" aria-label={t('viewer.diagram')}>
      {failed && <Alert type="error" showIcon title={t('viewer.failed')} description={failed} />}
      <div ref={host} className="gas-diagram-canvas" style={{ height }} data-ready={viewer ? 'true' : 'false'} />
      <figcaption className="gas-diagram-foot">
        <Legend marks={marks} />
        <Space.Compact>
          <Button size="small" icon={<MinusOutlined aria-hidden />} aria-label={t('viewer.zoomOut')} onClick={() => zoom(-1)} />
          <Button size="small" icon={<PlusOutlined aria-hidden />} aria-label={t('viewer.zoomIn')} onClick={() => zoom(1)} />
          <Button size="small" icon={<ExpandOutlined aria-hidden />} aria-label={t('viewer.fit')} onClick={() => viewer && fit(viewer)} />
        </Space.Compact>
      </figcaption>
    </figure>
  );
}

function focusOf(marks: Mark[]): string | undefined {
  const order = ['incident', 'active', 'changed', 'added', 'removed'];
  const shapes = marks.filter(({ kind }) => order.includes(kind));
  return shapes.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))[0]?.id;
}
