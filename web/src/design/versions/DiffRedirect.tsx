import { Navigate, useParams, useSearchParams } from 'react-router';

/** The short address of a comparison: `/design/p/:key/diff?from=1&to=2`. */
export function Component() {
  const { key = '' } = useParams();
  const [params] = useSearchParams();
  const next = new URLSearchParams(params);
  next.set('tab', 'versions');
  return <Navigate to={`/design/p/${key}?${next.toString()}`} replace />;
}
