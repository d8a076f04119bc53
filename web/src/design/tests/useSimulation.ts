import { type RefObject, useEffect, useState } from 'react';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import simulation from 'bpmn-js-token-simulation/lib/viewer';
import type Canvas from 'diagram-js/lib/core/Canvas';
import zeebeModdle from 'zeebe-bpmn-moddle/resources/zeebe.json';

import gasModdle from '../gas.moddle.json';

interface ToggleMode { toggleMode(active: boolean): void; }

/** A viewer in `host` that walks tokens through `xml`. */
export function useSimulation(host: RefObject<HTMLDivElement | null>, xml: string): { ready: boolean; failed: string | null; } {
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
        viewer.get<Canvas>('canvas').zoom('fit-viewport', { x: 0, y: 0 });
        viewer.get<ToggleMode>('toggleMode').toggleMode(true);
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
