import { Navigate, type RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'admin', element: <Navigate to="/admin/incidents" replace /> },
];
