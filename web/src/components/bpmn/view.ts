import type BaseViewer from 'bpmn-js/lib/BaseViewer';
import type Canvas from 'diagram-js/lib/core/Canvas';
import type ElementRegistry from 'diagram-js/lib/core/ElementRegistry';

// Below this a task's name cannot be read any more.
const READABLE = 0.5;
const CLOSE = 0.75;

/** Shows the whole diagram, never larger than drawn. */
export function fit(viewer: BaseViewer): void {
  const canvas = viewer.get<Canvas>('canvas');
  canvas.resized();
  // A hidden tab has no size to fit into.
  if (canvas.getSize().width === 0) return;
  canvas.zoom('fit-viewport', { x: 0, y: 0 });
  if (canvas.zoom() > 1) canvas.zoom(1);
}

/** Shows the whole diagram where it can be read so, else the surroundings of `id` (or of the top left corner, `margin` pixels in). */
export function showReadably(viewer: BaseViewer, { id, margin = 24 }: { id?: string; margin?: number } = {}): void {
  fit(viewer);
  const canvas = viewer.get<Canvas>('canvas');
  const size = canvas.getSize();
  if (size.width === 0 || canvas.zoom() >= READABLE) return;
  const { inner } = canvas.viewbox();
  const element = id ? viewer.get<ElementRegistry>('elementRegistry').get(id) : undefined;
  const width = size.width / CLOSE;
  const height = size.height / CLOSE;
  const origin = { x: inner.x - margin / CLOSE, y: inner.y - 24 / CLOSE };
  const corner = element && 'x' in element && 'y' in element
    ? { x: Math.max(origin.x, Number(element.x) + 50 - width / 2), y: Math.max(origin.y, Number(element.y) + 40 - height / 2) }
    : origin;
  canvas.viewbox({ ...corner, width, height });
}
