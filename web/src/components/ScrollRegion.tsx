import type { ReactNode } from 'react';

import './scrollRegion.css';

/** Something wide that scrolls sideways by finger, mouse and keyboard. */
export function ScrollRegion({ label, className = '', children }: { label: string; className?: string; children: ReactNode }) {
  return <section className={`scroll-region ${className}`} aria-label={label} tabIndex={0}>{children}</section>;
}
