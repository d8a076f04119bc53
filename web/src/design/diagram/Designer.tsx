import { useEffect, useRef, useState } from 'react';
import { Alert, App } from 'antd';
import { useTranslation } from 'react-i18next';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import '@bpmn-io/properties-panel/dist/assets/properties-panel.css';
import 'diagram-js-minimap/assets/diagram-js-minimap.css';

import type { Finding } from '../../api/types';
import type { EditedDraft } from '../useDraft';
import type { Catalogue } from '../useCatalogue.query';
import { TryPanel } from '../feel/TryPanel';
import { withOwnForms } from '../forms/ownForms';
import type { GasContext } from './catalogueModule';
import { decisionIds } from './decisionIds';
import './designer.css';
import { DesignerToolbar } from './DesignerToolbar';
import { useFindingMarks } from './useFindingMarks';
import { useModeler } from './useModeler';
import { useSelectedElement } from './useSelectedElement';

export interface DesignerProps {
  name: string;
  draft: EditedDraft;
  catalogue: Catalogue;
  findings: Finding[] | undefined;
  selected: string | null;
  onSelected: (id: string) => void;
}

/** The editor of a process diagram: canvas, properties, and what the server finds wrong with it. */
export default function Designer({ name, draft, catalogue, findings, selected, onSelected }: DesignerProps) {
  const { t } = useTranslation('design');
  const { message } = App.useApp();
  const canvas = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [hosts] = useState({ canvas, panel });
  // One object for the modeler's whole life: its lists grow while forms and decisions are edited in the other tabs.
  const [context] = useState<GasContext>(() => ({ catalogue, decisions: [], files: {}, t }));
  useEffect(() => {
    Object.assign(context, {
      catalogue: withOwnForms(catalogue, draft.files),
      decisions: decisionIds(draft.files),
      files: draft.files,
    });
  }, [context, catalogue, draft.files]);
  const { epoch, write } = draft;
  const { modeler, failed } = useModeler({
    hosts,
    xml: draft.files[name] ?? '',
    context,
    onEdited: (xml) => write(name, xml, epoch),
  });
  useFindingMarks(modeler, findings);
  useSelectedElement(modeler, selected, {
    onSelected,
    onMissing: (id) => void message.info(t('findings.notInDiagram', { id })),
  });

  return (
    <div className="gas-designer">
      {failed && <Alert type="error" showIcon title={t('diagram.unreadable')} description={failed} />}
      <div className="gas-designer-main">
        <section className="gas-designer-canvas" aria-label={t('diagram.canvas')} data-ready={modeler ? 'true' : 'false'}>
          <DesignerToolbar modeler={modeler} />
          <div ref={canvas} className="gas-designer-host" />
        </section>
        <aside ref={panel} className="gas-designer-panel" aria-label={t('diagram.properties')} />
      </div>
      <TryPanel modeler={modeler} selected={selected} />
    </div>
  );
}
