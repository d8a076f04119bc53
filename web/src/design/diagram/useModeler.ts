import { type RefObject, useEffect, useRef, useState } from 'react';
import Modeler from 'bpmn-js/lib/Modeler';
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule } from 'bpmn-js-properties-panel';
import zeebeBehaviors from 'camunda-bpmn-js-behaviors/lib/camunda-cloud';
import minimap from 'diagram-js-minimap';
import { useTranslation } from 'react-i18next';
import zeebeModdle from 'zeebe-bpmn-moddle/resources/zeebe.json';

import { showReadably } from '../../components/bpmn/view';
import { feelModule } from '../feel/feelModule';
import gasModdle from '../gas.moddle.json';
import { catalogueModule, type GasContext } from './catalogueModule';
import { gasProviderModule } from './gasProvider';
import { translateModule } from './translate';

const BESIDE_PALETTE = 130;

interface Hosts { canvas: RefObject<HTMLDivElement | null>; panel: RefObject<HTMLDivElement | null>; }

export interface OpenModeler { modeler: Modeler | null; failed: string | null; }

/** A modeler on `xml`; `onEdited` gets the new XML shortly after each edit. The XML is read once: remount to open another. */
export function useModeler({ hosts, xml, context, onEdited }: {
  hosts: Hosts;
  xml: string;
  context: GasContext;
  onEdited: (xml: string) => void;
}): OpenModeler {
  const { i18n } = useTranslation();
  const [open, setOpen] = useState<OpenModeler>({ modeler: null, failed: null });
  const edited = useRef(onEdited);
  useEffect(() => {
    edited.current = onEdited;
  });
  const first = useRef({ xml, context, language: i18n.language });

  useEffect(() => {
    const { canvas, panel } = hosts;
    if (!canvas.current || !panel.current) return;
    const modeler = createModeler(canvas.current, panel.current, first.current.context, first.current.language);
    const flush = watchEdits(modeler, first.current.xml, (text) => edited.current(text));
    let gone = false;
    modeler.importXML(first.current.xml).then(
      () => {
        if (gone) return;
        showReadably(modeler, { margin: BESIDE_PALETTE });
        setOpen({ modeler, failed: null });
      },
      (error: Error) => {
        if (!gone) setOpen({ modeler: null, failed: error.message });
      },
    );
    return () => {
      gone = true;
      void flush().finally(() => modeler.destroy());
    };
  }, [hosts]);
  return open;
}

function createModeler(container: HTMLElement, panel: HTMLElement, context: GasContext, language: string): Modeler {
  return new Modeler({
    container,
    propertiesPanel: { parent: panel },
    moddleExtensions: { zeebe: zeebeModdle, gas: gasModdle },
    additionalModules: [
      BpmnPropertiesPanelModule,
      BpmnPropertiesProviderModule,
      ZeebePropertiesProviderModule,
      zeebeBehaviors,
      minimap,
      translateModule(language),
      catalogueModule(context),
      gasProviderModule,
      feelModule({ gas: context, language, files: () => context.files }),
    ],
  });
}

interface Stacked { trigger: 'execute' | 'undo' | 'redo' | 'clear'; }

/** Hands on the XML 300 ms after the last edit; the returned function does it at once if an edit waits. */
function watchEdits(modeler: Modeler, original: string, tell: (xml: string) => void): () => Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pristine: string | undefined;
  const save = async () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    const { xml } = await modeler.saveXML({ format: true });
    // Undone to the start: the file as it was deployed, not our own spelling of it.
    if (xml) tell(xml === pristine ? original : xml);
  };
  modeler.on('import.done', async () => {
    pristine = (await modeler.saveXML({ format: true })).xml;
  });
  modeler.on<Stacked>('commandStack.changed', ({ trigger }) => {
    if (trigger === 'clear') return;
    clearTimeout(timer);
    timer = setTimeout(() => void save(), 300);
  });
  return save;
}
