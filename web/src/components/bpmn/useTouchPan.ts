import { useEffect, type RefObject } from 'react';
import type NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import type Canvas from 'diagram-js/lib/core/Canvas';

/** Moves the diagram under a finger: sideways always, up and down too (the page scrolls beside the diagram). */
export function useTouchPan(host: RefObject<HTMLDivElement | null>, viewer: NavigatedViewer | null): void {
  useEffect(() => {
    const node = host.current;
    if (!viewer || !node) return;
    const canvas = viewer.get<Canvas>('canvas');
    let last: { x: number; y: number; } | null = null;
    const start = (event: TouchEvent) => {
      const touch = event.touches.length === 1 ? event.touches[0] : undefined;
      last = touch ? { x: touch.clientX, y: touch.clientY } : null;
    };
    const move = (event: TouchEvent) => {
      const touch = event.touches[0];
      if (!last || !touch || event.touches.length !== 1) return;
      const box = canvas.viewbox();
      const larger = box.inner.width > box.width || box.inner.height > box.height;
      if (!larger) return;
      event.preventDefault();
      canvas.scroll({ dx: touch.clientX - last.x, dy: touch.clientY - last.y });
      last = { x: touch.clientX, y: touch.clientY };
    };
    node.addEventListener('touchstart', start, { passive: true });
    node.addEventListener('touchmove', move, { passive: false });
    return () => {
      node.removeEventListener('touchstart', start);
      node.removeEventListener('touchmove', move);
    };
  }, [host, viewer]);
}
