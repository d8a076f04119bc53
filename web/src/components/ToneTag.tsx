import type { ReactNode } from 'react';

import './toneTag.css';

export type Tone = 'good' | 'bad' | 'warn' | 'info' | 'plain';

/** A short word on a quiet ground; the colour only repeats what the word says. */
export function ToneTag({ tone, icon, children }: { tone: Tone; icon?: ReactNode; children: ReactNode }) {
  return <span className={`tone-tag tone-${tone}`}>{icon && <span aria-hidden="true">{icon}</span>}{children}</span>;
}
