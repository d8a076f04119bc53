import { useRouteError } from 'react-router';

import { FailedState } from '../components/FailedState';

/** What stands in a page's place when it could not be loaded or drawn. */
export function AreaError() {
  return <FailedState error={useRouteError()} onRetry={() => location.reload()} />;
}
