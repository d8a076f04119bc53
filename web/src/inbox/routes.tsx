import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [{ path: 'inbox/:userTaskId?', lazy: () => import('./InboxPage') }];
