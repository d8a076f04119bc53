import { formatDateTime } from '../app/dates';
import type { TraceEntry } from '../api/types';

/** One move of the engine, in the server's own sentence. */
export function TimelineEntry({ entry }: { entry: TraceEntry }) {
  return (
    <li className="move">
      <time className="num soft" dateTime={entry.at}>{formatDateTime(entry.at)}</time>
      <span>{entry.text || `${entry.element_name} ${entry.action}`}</span>
      <code className="soft">{entry.element_id}</code>
    </li>
  );
}
