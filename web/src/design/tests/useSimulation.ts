import { type RefObject, useEffect, useRef, useState } from 'react';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import simulation from 'bpmn-js-token-simulation/lib/viewer';
import zeebeModdle from 'zeebe-bpmn-moddle/resources/zeebe.json';

import { showReadably } from '../../components/bpmn/view';
import gasModdle from '../gas.moddle.json';

interface ToggleMode { toggleMode(active: boolean): void; }

/** A viewer in `host` that walks tokens through `xml`. */
export function useSimulation(host: RefObject<HTMLDivElement | null>, xml: string): { ready: boolean; failed: string | null; } {
  const { t } = useTranslation('design');
  const first = useRef(t);
  const [state, setState] = useState<{ ready: boolean; failed: string | null; }>({ ready: false, failed: null });
  useEffect(() => {
    if (!host.current) return;
    const viewer = new NavigatedViewer({
      container: host.current,
      additionalModules: [simulation],
      moddleExtensions: { zeebe: zeebeModdle, gas: gasModdle },
    });
    let gone = false;
    viewer.importXML(xml).then(
      () => {
        if (gone) return;
        showReadably(viewer);
        viewer.get<ToggleMode>('toggleMode').toggleMode(true);
        if (host.current) nameButtons(host.current, first.current);
        setState({ ready: true, failed: null });
      },
      (error: Error) => {
        if (!gone) setState({ ready: false, failed: error.message });
      },
    );
    return () => {
      gone = true;
      viewer.destroy();
    };
  }, [host, xml]);
  return state;
}

// The simulation's own titles are English whatever the language: its translate service is not asked.
const TITLES: [string, 'play' | 'reset' | 'log' | 'speed'][] = [
  ['Play/Pause Simulation', 'play'],
  ['Reset Simulation', 'reset'],
  ['Toggle Simulation Log', 'log'],
  ['Set animation speed', 'speed'],
];

function nameButtons(host: HTMLElement, t: TFunction<'design'>): void {
  for (const node of host.querySelectorAll<HTMLElement>('[title]')) {
    const name = TITLES.find(([title]) => node.title.startsWith(title))?.[1];
    if (name) node.title = t(`tests.${name}`);
  }
}
