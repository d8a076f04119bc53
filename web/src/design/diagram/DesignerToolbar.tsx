import { ExpandOutlined, MinusOutlined, PlusOutlined, RedoOutlined, UndoOutlined } from '@ant-design/icons';
import { Button, Space, Tooltip } from 'antd';
import type Modeler from 'bpmn-js/lib/Modeler';
import type CommandStack from 'diagram-js/lib/command/CommandStack';
import type Canvas from 'diagram-js/lib/core/Canvas';
import type ZoomScroll from 'diagram-js/lib/navigation/zoomscroll/ZoomScroll';
import { useTranslation } from 'react-i18next';

import { useUndoState } from './useUndoState';

/** Undo, redo and zoom above the canvas. */
export function DesignerToolbar({ modeler }: { modeler: Modeler | null; }) {
  const { t } = useTranslation('design');
  const { canUndo, canRedo } = useUndoState(modeler);
  const stack = () => modeler?.get<CommandStack>('commandStack');
  const zoom = (step: number) => modeler?.get<ZoomScroll>('zoomScroll').stepZoom(step);
  const actions = [
    { name: t('diagram.undo'), icon: <UndoOutlined aria-hidden />, disabled: !canUndo, act: () => stack()?.undo() },
    { name: t('diagram.redo'), icon: <RedoOutlined aria-hidden />, disabled: !canRedo, act: () => stack()?.redo() },
    { name: t('viewer.zoomOut'), icon: <MinusOutlined aria-hidden />, disabled: !modeler, act: () => zoom(-1) },
    { name: t('viewer.zoomIn'), icon: <PlusOutlined aria-hidden />, disabled: !modeler, act: () => zoom(1) },
    { name: t('viewer.fit'), icon: <ExpandOutlined aria-hidden />, disabled: !modeler, act: () => modeler?.get<Canvas>('canvas').zoom('fit-viewport', { x: 0, y: 0 }) },
  ];
  return (
    <Space.Compact className="gas-designer-toolbar">
      {actions.map(({ name, icon, disabled, act }) => (
        <Tooltip key={name} title={name}>
          <Button size="small" icon={icon} aria-label={name} disabled={disabled} onClick={act} />
        </Tooltip>
      ))}
    </Space.Compact>
  );
}
