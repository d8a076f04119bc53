import type { RouteObject } from 'react-router';

// Each route loads its page when it is first visited: { path: 'design', lazy: () => import('./SomePage') },
// where the page's module exports `Component`.
export const routes: RouteObject[] = [];
