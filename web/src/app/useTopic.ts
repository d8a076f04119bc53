import { useEffect, useRef } from 'react';

import { listenTo } from './live';

/** Run `onChange` whenever `topic` ("inbox", "instance:<id>") changes on the server. */
export function useTopic(topic: string | null, onChange: () => void): void {
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => (topic === null ? undefined : listenTo(topic, () => latest.current())), [topic]);
}
