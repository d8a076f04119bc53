import { useEffect } from 'react';
import type NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import type Canvas from 'diagram-js/lib/core/Canvas';
import type ElementRegistry from 'diagram-js/lib/core/ElementRegistry';
import type Overlays from 'diagram-js/lib/features/overlays/Overlays';
import type { Mark } from './marks';

const TYPE = 'gas-mark';

/** Draws the marks on a loaded diagram and takes them away again when they change. */
export function useMarks(viewer: NavigatedViewer | null, marks: Mark[]): void {
  useEffect(() => {
    if (!viewer) return;
    const canvas = viewer.get<Canvas>('canvas');
    const overlays = viewer.get<Overlays>('overlays');
    const registry = viewer.get<ElementRegistry>('elementRegistry');
    const drawn = marks.filter((mark) => registry.get(mark.id));
    for (const mark of drawn) {
      canvas.addMarker(mark.id, `gas-mark-${mark.kind}`);
      const element = registry.get(mark.id);
      if (mark.label && element && !('waypoints' in element && element.waypoints)) {
        overlays.add(mark.id, TYPE, { position: { top: -10, right: 14 }, html: badge(mark) });
      }
    }
    return () => {
      for (const mark of drawn) {
        if (registry.get(mark.id)) canvas.removeMarker(mark.id, `gas-mark-${mark.kind}`);
      }
      overlays.remove({ type: TYPE } as Parameters<Overlays['remove']>[0]);
    };
  }, [viewer, marks]);
}

function badge(mark: Mark): HTMLElement {
  const node = document.createElement('span');
  node.className = `gas-badge gas-badge-${mark.kind}`;
  node.textContent = mark.label ?? '';
  return node;
}
