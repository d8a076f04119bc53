import { useEffect, useRef, useState, type RefObject } from 'react';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import type Canvas from 'diagram-js/lib/core/Canvas';
import gasModdle from '../../design/gas.moddle.json';
import zeebeModdle from 'zeebe-bpmn-moddle/resources/zeebe.json';

interface Clicked {
  element: { id: string; type: string; };
}

export interface LoadedViewer {
  viewer: NavigatedViewer | null;
  failed: string | null;
}

/** A read-only diagram of `xml` inside `host`; `viewer` is null until the import is done. */
export function useNavigatedViewer(host: RefObject<HTMLDivElement | null>, xml: string, onSelect?: (id: string) => void): LoadedViewer {
  const [loaded, setLoaded] = useState<LoadedViewer>({ viewer: null, failed: null });
  const select = useRef(onSelect);
  useEffect(() => {
    select.current = onSelect;
  });
  useEffect(() => {
    if (!host.current || !xml) return;
    const viewer = new NavigatedViewer({
      container: host.current,
      moddleExtensions: { zeebe: zeebeModdle, gas: gasModdle },
    });
    let gone = false;
    viewer.on<Clicked>('element.click', ({ element }) => {
      if (element.type !== 'bpmn:Process' && element.type !== 'bpmn:Collaboration') select.current?.(element.id);
    });
    viewer.importXML(xml).then(
      () => {
        if (gone) return;
        fit(viewer);
        setLoaded({ viewer, failed: null });
      },
      (error: Error) => {
        if (!gone) setLoaded({ viewer: null, failed: error.message });
      },
    );
    const resized = new ResizeObserver(() => {
      if (viewer.getDefinitions()) fit(viewer);
    });
    resized.observe(host.current);
    return () => {
      gone = true;
      resized.disconnect();
      setLoaded({ viewer: null, failed: null });
      viewer.destroy();
    };
  }, [host, xml]);
  return loaded;
}

/** Shows the whole diagram, never larger than drawn. */
export function fit(viewer: NavigatedViewer): void {
  const canvas = viewer.get<Canvas>('canvas');
  canvas.resized();
  canvas.zoom('fit-viewport', { x: 0, y: 0 });
  if (canvas.zoom() > 1) canvas.zoom(1);
}
